import { sha256Hex } from "@mlops/core";
import { describe, expect, test } from "vitest";

import { lineChart } from "../charts/line-chart.ts";
import { hostileTexts } from "../testing/hostile.ts";
import { attribute, readMarkup, textOf } from "../testing/markup.ts";
import { renderReport } from "./render-report.ts";
import type { Block, Report, Value } from "./report.ts";

const reportOf = (...blocks: Block[]): Report => ({ title: "Report", sections: [{ heading: "Section", blocks }] });
const table = (rows: readonly (readonly Value[])[], names = ["a", "b"]): Block => ({
  kind: "table",
  caption: "Rows",
  columns: names.map((name) => ({ name })),
  rows,
});
const chart = (title: string) =>
  lineChart({ x: [1, 2], xTitle: "x", yTitle: "y", lines: [{ name: "l", y: [1, 2] }] }, { title, description: "d" });
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** A report with the text in every place where one is shown. */
async function everywhere(text: string): Promise<Report> {
  return {
    title: text,
    subtitle: text,
    language: text,
    status: { status: "degraded", reasons: [text] },
    sections: [
      {
        heading: text,
        blocks: [
          { kind: "text", text },
          { kind: "note", level: "warning", text },
          { kind: "code", title: text, text },
          {
            kind: "facts",
            title: text,
            facts: [text, { absent: text }, { code: text }, { sparkline: [1, 2], label: text }].map((value) => ({
              name: text,
              value,
            })),
          },
          { kind: "table", caption: text, columns: [{ name: text }, { name: text }], rows: [[text, { absent: text }]] },
          { kind: "table", caption: text, columns: [{ name: text }], rows: [[text]], folded: true },
          { kind: "chart", chart: await chart(text) },
        ],
      },
    ],
  };
}

describe("the document", { timeout: 60_000 }, () => {
  test("has this structure", async () => {
    const html = renderReport({
      title: "출퇴근 날씨",
      subtitle: "subtitle",
      status: { status: "degraded", reasons: ["no-trained-model"] },
      sections: [
        {
          heading: "First",
          blocks: [
            { kind: "text", text: "One.\n\nTwo." },
            { kind: "chart", chart: await chart("A") },
            { kind: "chart", chart: await chart("B") },
          ],
        },
        {
          heading: "Second",
          blocks: [
            {
              kind: "facts",
              facts: [
                { name: "rows", value: 1_234_567 },
                { name: "share", value: 0.25, format: "percent" },
                { name: "at", value: { instant: 0 } },
              ],
            },
            table([
              ["x", { lower: 0.1, upper: 0.2 }],
              [null, { absent: "one-class" }],
              [true, { code: "abc" }],
            ]),
            { kind: "note", level: "info", text: "n" },
            { kind: "code", title: "Recipe", text: "a: 1\n" },
          ],
        },
      ],
    });
    const body = html.slice(html.indexOf("<body>")).replaceAll(/<svg[\s\S]*?<\/svg>/gu, "<svg/>");
    expect(body).toMatchInlineSnapshot(`
      "<body>
      <div class="page">
      <header>
      <h1>출퇴근 날씨</h1>
      <p class="subtitle">subtitle</p>
      <ul class="status" aria-label="status"><li class="degraded">degraded</li><li>no-trained-model</li></ul>
      </header>
      <nav aria-label="contents"><div><h2>Contents</h2><ol><li><a href="#s1">First</a></li><li><a href="#s2">Second</a></li></ol></div></nav>
      <main>
      <section id="s1">
      <h2>First</h2>
      <p>One.</p>
      <p>Two.</p>
      <div class="charts">
      <figure><figcaption>A</figcaption><div class="scroll"><svg/></div></figure>
      <figure><figcaption>B</figcaption><div class="scroll"><svg/></div></figure>
      </div>
      </section>
      <section id="s2">
      <h2>Second</h2>
      <dl class="facts"><div><dt>rows</dt><dd><data value="1234567" title="1234567">1,234,567</data></dd></div><div><dt>share</dt><dd><data value="0.25" title="0.25">25.0 %</data></dd></div><div><dt>at</dt><dd><time datetime="1970-01-01T00:00:00Z">1970-01-01 00:00:00 UTC</time></dd></div></dl>
      <div class="scroll" tabindex="0" role="region" aria-label="Rows"><table><caption>Rows</caption><thead><tr><th scope="col">a</th><th scope="col" class="number">b</th></tr></thead><tbody><tr><td>x</td><td class="number"><data value="0.1" title="0.1">0.1000</data> – <data value="0.2" title="0.2">0.2000</data></td></tr>
      <tr><td><span class="absent">–</span></td><td class="number"><span class="absent">– one-class</span></td></tr>
      <tr><td>yes</td><td class="number"><code>abc</code></td></tr></tbody></table></div>
      <p class="note info"><strong>Note</strong> n</p>
      <details><summary>Recipe</summary><pre><code>a: 1
      </code></pre></details>
      </section>
      </main>
      </div>
      </body>
      </html>
      "
    `);
  });

  test("is valid, allows nothing but its own style, and asks for nothing", async () => {
    const html = renderReport(await everywhere("plain"));
    const { errors, elements } = readMarkup(html);
    expect(errors).toEqual([]);
    const policy = elements.flatMap((element) =>
      attribute(element, "http-equiv") === undefined ? [] : [attribute(element, "content")],
    );
    const style = elements.filter(({ tagName }) => tagName === "style").map((element) => textOf(element));
    expect(style).toHaveLength(1);
    const digest = Buffer.from(sha256Hex(style.join("")), "hex").toString("base64");
    expect(policy).toEqual([
      `default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'`,
    ]);
    expect(html).not.toMatch(/url\(|@import|<script|<iframe|<object|<embed|<foreignObject/iu);
    const links = elements.flatMap(({ attrs }) =>
      attrs.filter(({ name }) => ["href", "src", "srcset", "action", "xlink:href"].includes(name)),
    );
    expect(links.filter(({ value }) => !/^#s\d+$|^data:,$/u.test(value))).toEqual([]);
    expect(
      [...html.matchAll(/https?:\/\/[^\s"<]+/gu)]
        .map(([url]) => url)
        .filter((url) => url !== "http://www.w3.org/2000/svg"),
    ).toEqual([]);
    const ids = elements.flatMap((element) => attribute(element, "id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("takes any text as text", async () => {
    const plain = readMarkup(renderReport(await everywhere("plain"))).elements.map(({ tagName }) => tagName);
    for (const text of hostileTexts) {
      const { errors, elements } = readMarkup(renderReport(await everywhere(text)));
      expect(errors).toEqual([]);
      const inPage = (names: readonly string[]) => names.filter((name) => !["text", "g", "path", "p"].includes(name));
      expect(inPage(elements.map(({ tagName }) => tagName))).toEqual(inPage(plain));
      expect(elements.flatMap(({ attrs }) => attrs).filter(({ name }) => /^on|^style$/u.test(name))).toEqual([]);
    }
  });

  test("is the same for the same report", async () => {
    expect(renderReport(await everywhere("x"))).toBe(renderReport(await everywhere("x")));
  });
});

describe("tables", () => {
  test("are cut, and the rest is counted", () => {
    const html = renderReport(reportOf(table(Array.from({ length: 1234 }, (_, at) => [at, "x"]))));
    expect(html.match(/<tr><td/gu)).toHaveLength(100);
    expect(html).toContain("1,134 more rows not shown.");
    const names = Array.from({ length: 41 }, (_, at) => `c${at}`);
    expect(renderReport(reportOf(table([names], names)))).toContain("1 more column not shown.");
  });

  test("a row of another length is refused by its place", () => {
    expect(() => renderReport(reportOf(table([[1, 2], [3]])))).toThrow(
      expect.objectContaining({
        code: "REPORT_DATA_INVALID",
        message: 'Table "Rows": row 1 has 1 values for 2 columns.',
      }) as Error,
    );
  });

  test("numbers keep their exact value", () => {
    expect(renderReport(reportOf(table([[0.123_456_789, 1e6]])))).toContain(
      '<data value="0.123456789" title="0.123456789">0.1235</data></td><td class="number"><data value="1000000" title="1000000">1,000,000</data>',
    );
  });
});

describe("size", () => {
  test("what would exceed it is left out, and said", () => {
    const wide = (caption: string): Block => ({
      kind: "table",
      caption,
      columns: [{ name: "a" }],
      rows: Array.from({ length: 100 }, () => ["y".repeat(390)]),
    });
    const html = renderReport(
      reportOf(...Array.from({ length: 80 }, (_, at) => wide(`Table ${at}`)), { kind: "text", text: "the end" }),
    );
    expect(bytesOf(html)).toBeLessThanOrEqual(2_000_000);
    expect(bytesOf(html)).toBeGreaterThan(1_900_000);
    expect(html).toMatch(/The table &quot;Table 79&quot; is left out: it has [\d,]+ bytes/u);
    expect(html).toContain("the end");
    expect(readMarkup(html).errors).toEqual([]);
  });

  test("texts that cannot be left out are an error", () => {
    const long: Block = { kind: "text", text: "z".repeat(60_000) };
    expect(() => renderReport(reportOf(...Array.from({ length: 50 }, () => long)))).toThrow(
      expect.objectContaining({ code: "REPORT_TOO_LARGE" }) as Error,
    );
  });
});
