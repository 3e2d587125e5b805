import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { requireService } from "@mlops/conformance";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { runReport } from "../run/run-report.ts";
import { creditRun, hasCreditData } from "../testing/credit-run.ts";
import { classificationExample, exampleRun, regressionExample } from "../testing/example-run.ts";
import { hostileTexts } from "../testing/hostile.ts";
import { hasWeatherData, weatherRun } from "../testing/weather-run.ts";
import { renderReport } from "./render-report.ts";

const executablePath = process.env["MLOPS_CHROMIUM"] ?? "/usr/bin/chromium";
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

interface Opened {
  readonly page: Page;
  /** Whatever the browser said or asked for, beside the document itself. */
  readonly heard: string[];
}

describe.skipIf(!requireService("chromium", existsSync(executablePath)))(
  "a report in a browser",
  { timeout: 60_000 },
  () => {
    let browser: Browser;
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "mlops-report-"));
      browser = await chromium.launch({ executablePath, args, headless: true });
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    });

    async function open(url: string, colorScheme: "light" | "dark", width: number): Promise<Opened> {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      const heard: string[] = [];
      page.on("console", (message) => heard.push(`console: ${message.text()}`));
      page.on("pageerror", (error) => heard.push(`error: ${error.message}`));
      page.on("dialog", (dialog) => heard.push(`dialog: ${dialog.message()}`));
      page.on("request", (request) => {
        if (request.url() !== url && request.url() !== "data:,") heard.push(`request: ${request.url()}`);
      });
      await page.goto(url, { waitUntil: "networkidle" });
      return { page, heard };
    }

    async function write(name: string, html: string): Promise<string> {
      const path = join(folder, `${name}.html`);
      await writeFile(path, html);
      return pathToFileURL(path).href;
    }

    const example = () => exampleRun([classificationExample(3000), regressionExample(3000)]);
    const hostile = () =>
      exampleRun([{ ...classificationExample(100), target: hostileTexts[1] ?? "" }], () => hostileTexts[0] ?? "");

    describe.each([
      ["credit", creditRun, requireService("shared", hasCreditData)],
      ["weather", weatherRun, requireService("shared", hasWeatherData)],
      ["example", example, true],
      ["hostile", hostile, true],
    ] as const)("%s", (name, run, available) => {
      test.skipIf(!available).each([
        ["light", 1280],
        ["dark", 1280],
        ["light", 400],
        ["dark", 400],
      ] as const)(
        "opens in %s at %d px without a message, a request, or text beyond the edge",
        async (scheme, width) => {
          const { page, heard } = await open(await write(name, renderReport(await runReport(run()))), scheme, width);
          expect(heard).toEqual([]);
          const facts = await page.evaluate<{
            overflow: number;
            background: string;
            colour: string;
            charts: number;
            flat: number;
          }>(`(() => {
        const charts = [...document.querySelectorAll("figure svg")];
        const style = getComputedStyle(document.body);
        return {
          overflow: document.documentElement.scrollWidth - innerWidth,
          background: style.backgroundColor, colour: style.color,
          charts: charts.length,
          flat: charts.filter((chart) => chart.getBoundingClientRect().height < 60).length,
        };
      })()`);
          expect(facts.overflow).toBeLessThanOrEqual(0);
          expect(facts.charts).toBeGreaterThan(3);
          expect(facts.flat).toBe(0);
          expect(luminance(facts.background) > luminance(facts.colour)).toBe(scheme === "light");
          await page.context().close();
        },
      );
    });

    test("colours of charts follow the theme, and print is light", async () => {
      const url = await write("theme", renderReport(await runReport(example())));
      const stroke = `getComputedStyle(document.querySelector('figure svg path[stroke*="--chart-1"]')).stroke`;
      const [light, dark] = [await open(url, "light", 1280), await open(url, "dark", 1280)];
      const [lightStroke, darkStroke] = [
        await light.page.evaluate<string>(stroke),
        await dark.page.evaluate<string>(stroke),
      ];
      expect(lightStroke).not.toBe(darkStroke);
      await dark.page.emulateMedia({ media: "print", colorScheme: "dark" });
      expect(await dark.page.evaluate<string>(stroke)).toBe(lightStroke);
      const folded = `[...document.querySelectorAll("details table")].every((table) => table.getBoundingClientRect().height > 0)`;
      expect(await dark.page.evaluate<boolean>(folded)).toBe(true);
      await Promise.all([light.page.context().close(), dark.page.context().close()]);
    });

    test("served over HTTP it asks for nothing more, and its contents lead to its sections", async () => {
      const html = renderReport(await runReport(example()));
      const asked: string[] = [];
      const server: Server = createServer((request, response) => {
        asked.push(request.url ?? "");
        response.setHeader("content-type", "text/html; charset=utf-8").end(html);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      try {
        const { page, heard } = await open(
          `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
          "light",
          1280,
        );
        await page.click("nav a[href='#s2']");
        expect(await page.evaluate<boolean>(`document.querySelector(":target")?.id === "s2"`)).toBe(true);
        expect(heard).toEqual([]);
        expect(asked).toEqual(["/"]);
        await page.context().close();
      } finally {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    });
  },
);

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/gu) ?? []).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
