import { describe, expect, test } from "vitest";

import type { Chart } from "../chart/chart.ts";
import { hostileTexts } from "../testing/hostile.ts";
import { attribute, readMarkup, textOf } from "../testing/markup.ts";
import { barChart } from "./bar-chart.ts";
import { calibrationChart } from "./calibration-chart.ts";
import { confusionChart } from "./confusion-chart.ts";
import { forecastChart } from "./forecast-chart.ts";
import { histogramChart } from "./histogram-chart.ts";
import { lineChart } from "./line-chart.ts";
import { precisionRecallChart } from "./precision-recall-chart.ts";
import { quantileChart } from "./quantile-chart.ts";
import { predictionChart, residualChart } from "./residual-chart.ts";
import { rocChart } from "./roc-chart.ts";
import { scatterChart } from "./scatter-chart.ts";
import { sparkline } from "./sparkline.ts";

const ramp = (n: number) => Float64Array.from({ length: n }, (_, at) => at / Math.max(n - 1, 1));
const wave = (n: number) => Float64Array.from({ length: n }, (_, at) => Math.sin(at / 9) + ((at * 0.618) % 1));

/** Every chart of n points, with the given text wherever a name is shown. */
const charts: Readonly<Record<string, (n: number, name: string) => Promise<Chart>>> = {
  line: (n, name) =>
    lineChart(
      {
        x: ramp(n),
        xTitle: name,
        yTitle: name,
        lines: [
          { name, y: wave(n) },
          { name: `${name}2`, y: ramp(n) },
        ],
        band: { of: name, lower: ramp(n), upper: wave(n) },
        marked: 0.5,
      },
      { title: name, description: name },
    ),
  forecast: (n, name) =>
    forecastChart(
      {
        instants: ramp(n).map((x) => 1.7e12 + x * 1e10),
        truth: wave(n),
        predicted: ramp(n),
        band: { lower: ramp(n), upper: wave(n) },
        valueTitle: name,
      },
      { title: name },
    ),
  roc: (n, name) =>
    rocChart(
      [
        { name, falsePositiveRate: ramp(n), truePositiveRate: ramp(n).map(Math.sqrt), area: 0.667 },
        { name: "b", falsePositiveRate: [0, 1], truePositiveRate: [0, 1], area: 0.5 },
      ],
      { title: name },
    ),
  "precision-recall": (n, name) =>
    precisionRecallChart(
      [{ name, recall: ramp(n), precision: ramp(n).map((x) => 1 - x / 2), area: 0.75, prevalence: 0.3 }],
      { title: name },
    ),
  calibration: (n, name) =>
    calibrationChart(
      [{ name, bins: Array.from(ramp(n), (predicted) => ({ predicted, observed: predicted ** 2, n: 1 })) }],
      { title: name },
    ),
  histogram: (n, name) =>
    histogramChart(
      {
        xTitle: name,
        groups: [
          { name, values: wave(n) },
          { name: "b", values: ramp(n) },
        ],
      },
      { title: name },
    ),
  "one histogram": (n, name) => histogramChart({ xTitle: name, groups: [{ name, values: wave(n) }] }, { title: name }),
  bar: (n, name) =>
    barChart(
      {
        valueTitle: name,
        bars: Array.from(wave(n), (value, at) => ({
          label: `${name}${at}`,
          value,
          lower: value - 0.1,
          upper: value + 0.1,
        })),
      },
      { title: name, description: name },
    ),
  scatter: (n, name) =>
    scatterChart({ x: ramp(n), y: wave(n), xTitle: name, yTitle: name }, { title: name, description: name }),
  residuals: (n, name) => residualChart({ truth: wave(n), predicted: ramp(n), valueTitle: name }, { title: name }),
  predictions: (n, name) => predictionChart({ truth: wave(n), predicted: ramp(n), valueTitle: name }, { title: name }),
  quantiles: (n, name) => quantileChart({ values: wave(n), valueTitle: name }, { title: name }),
  confusion: (n, name) => {
    const classes = Array.from({ length: Math.min(n, 300) }, (_, code) => `${name}${code}`);
    return confusionChart(
      { classes, counts: classes.map((_, t) => classes.map((_, p) => (t === p ? 9 : 1))) },
      { title: name },
    );
  },
};

describe.each(Object.entries(charts))("%s", { timeout: 60_000 }, (_name, chart) => {
  test("is one picture that can be read out, in the colours of the page", async () => {
    const { svg, title, description } = await chart(50, "temperature");
    const { errors, elements } = readMarkup(`<!doctype html><title>x</title>${svg}`);
    expect(errors).toEqual([]);
    const pictures = elements.filter(({ tagName }) => tagName === "svg");
    expect(pictures).toHaveLength(1);
    expect(pictures.map((picture) => attribute(picture, "role"))).toEqual(["img"]);
    expect(
      elements
        .filter(({ tagName, namespaceURI }) => tagName === "title" && namespaceURI.endsWith("svg"))
        .map((element) => textOf(element)),
    ).toEqual([title]);
    expect(elements.filter(({ tagName }) => tagName === "desc").map((element) => textOf(element))).toEqual([
      description,
    ]);
    expect(svg).not.toMatch(/ id="|NaN|undefined|Infinity/u);
    const colours = [...svg.matchAll(/ (?:fill|stroke)="([^"]*)"/gu)].map(([, colour]) => colour);
    expect(
      colours.filter(
        (colour) => !/^(?:none|currentColor|transparent|var\(--chart-[\da-z-]+, #[\da-f]{6}\))$/u.test(colour ?? ""),
      ),
    ).toEqual([]);
  });

  test("is bounded, says so, and is the same each time", async () => {
    const [large, again] = [await chart(30_000, "x"), await chart(30_000, "x")];
    expect(large.svg.length).toBeLessThan(80_000);
    expect(large.bounding).toMatch(/\d/u);
    expect(again).toEqual(large);
  });

  test.each([0, 1, 2])("of %d points is drawn", async (n) => {
    const { svg } = await chart(n, "few");
    expect(svg).not.toMatch(/NaN|undefined|Infinity/u);
  });

  test("takes any text as text", async () => {
    for (const text of hostileTexts) {
      const { svg } = await chart(5, text);
      const { errors, elements } = readMarkup(`<!doctype html><title>x</title>${svg}`);
      expect(errors).toEqual([]);
      const allowed = ["html", "head", "body", "title", "svg", "desc", "g", "path", "text", "tspan"];
      expect(elements.filter(({ tagName }) => !allowed.includes(tagName)).map(({ tagName }) => tagName)).toEqual([]);
      expect(elements.flatMap(({ attrs }) => attrs).filter(({ name }) => /^on|href|style|src/u.test(name))).toEqual([]);
    }
  });
});

describe("what is drawn", () => {
  test("a confusion matrix has each count", async () => {
    const { svg } = await confusionChart(
      {
        classes: [true, false],
        counts: [
          [5085, 575],
          [726, 814],
        ],
      },
      { title: "c" },
    );
    const { elements } = readMarkup(svg);
    const texts = elements.filter(({ tagName }) => tagName === "text").map((element) => textOf(element));
    expect(texts).toEqual(expect.arrayContaining(["5,085", "575", "726", "814", "true", "false"]));
  });

  test("rare classes are shown together, and no row is lost", async () => {
    const classes = Array.from({ length: 30 }, (_, code) => code);
    const { svg, bounding } = await confusionChart(
      { classes, counts: classes.map((t) => classes.map((p) => (t === p ? t + 1 : 0))) },
      { title: "c" },
    );
    expect(bounding).toBe("the largest 11 of 30 classes by support, the rest together");
    expect(svg).toContain("(other classes)");
    expect(svg).toContain(">190<");
  });

  test("a matrix that is not square is refused", async () => {
    const wrong = confusionChart({ classes: [0, 1], counts: [[1, 2], [3]] }, { title: "c" });
    await expect(wrong).rejects.toMatchObject({
      code: "REPORT_DATA_INVALID",
      message: "c: the matrix of 2 classes has 1 counts in row 1.",
    });
  });

  test("a line is broken where values are missing", async () => {
    const line = (y: (number | null)[]) =>
      lineChart(
        { x: [0, 1, 2, 3, 4], xTitle: "x", yTitle: "y", lines: [{ name: "a", y }] },
        { title: "t", description: "d" },
      );
    const strokes = (svg: string) => /d="([^"]*)" stroke="var\(--chart-1/u.exec(svg)?.[1]?.match(/M/gu)?.length;
    expect(strokes((await line([1, 2, 3, 4, 5])).svg)).toBe(1);
    expect(strokes((await line([1, 2, null, 4, 5])).svg)).toBe(2);
  });

  test("instants are labelled in UTC", async () => {
    const instants = Array.from({ length: 25 }, (_, hour) => Date.UTC(2026, 0, 5, hour));
    const { svg } = await forecastChart(
      { instants, truth: instants.map(() => 1), predicted: instants.map(() => 2), valueTitle: "v" },
      { title: "t" },
    );
    const texts = readMarkup(svg)
      .elements.filter(({ tagName }) => tagName === "text")
      .map((element) => textOf(element));
    expect(texts).toEqual(expect.arrayContaining(["05 Jan", "12:00", "06 Jan"]));
  });

  test("the end of a series can be drawn alone, and is said to be", async () => {
    const instants = Array.from({ length: 500 }, (_, hour) => Date.UTC(2026, 0, 1, hour));
    const data = { instants, truth: wave(500), predicted: ramp(500), valueTitle: "v" };
    const end = await forecastChart(data, { title: "t", last: 48 });
    expect(end.bounding).toBe("the last 48 of 500 points");
    const alone = { instants: instants.slice(-48), truth: data.truth.slice(-48), predicted: data.predicted.slice(-48) };
    expect(end.svg).toBe((await forecastChart({ ...alone, valueTitle: "v" }, { title: "t" })).svg);
  });

  test.each([
    ["denormal", [-5e-324, 0]],
    ["enormous", [-1.7e308, 1.7e308, 0]],
    ["equal", [7, 7, 7]],
    ["hardly different", [1e9, 1e9 + 2.4e-7, 1e9]],
    ["very large", [1e99, -1e99, 1]],
    ["missing", [Number.NaN, Number.NaN, Number.POSITIVE_INFINITY]],
  ])("%s values are drawn without a broken coordinate", async (_name, some) => {
    const values = Float64Array.from({ length: 3000 }, (_, at) => some[at % some.length] ?? 0);
    const pictures = [
      await histogramChart({ xTitle: "x", groups: [{ name: "a", values }] }, { title: "t" }),
      await scatterChart({ x: values, y: values, xTitle: "x", yTitle: "y" }, { title: "t", description: "d" }),
      await quantileChart({ values, valueTitle: "v" }, { title: "t" }),
    ];
    for (const { svg } of pictures) expect(svg).not.toMatch(/NaN|undefined|Infinity/u);
    expect(sparkline(values, "s")).not.toMatch(/NaN|Infinity/u);
  });

  test("a sparkline has a gap for each missing run and at most 200 points", () => {
    expect(sparkline([1, 2, null, 3], "s").match(/M/gu)).toHaveLength(2);
    expect(sparkline(wave(100_000), "s").length).toBeLessThan(3000);
    expect(sparkline([], "s")).toContain('d=""');
  });
});
