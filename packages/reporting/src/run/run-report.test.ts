import { describe, expect, test } from "vitest";

import { numberText } from "../chart/number-text.ts";
import { renderReport } from "../document/render-report.ts";
import { classificationExample, exampleRun, regressionExample } from "../testing/example-run.ts";
import { hostileTexts } from "../testing/hostile.ts";
import { attribute, type Element, readMarkup, textOf } from "../testing/markup.ts";
import { protectedColumns } from "./protected-columns.ts";
import { runReport } from "./run-report.ts";
import type { RunReportData } from "./run-report-data.ts";

const html = async (data: RunReportData): Promise<string> => renderReport(await runReport(data));
const both = () => [classificationExample(2000), { ...regressionExample(500), target: "second" }];

/** All numbers in the data, as the JSON of the run writes them, and those inside its texts. */
function numbersIn(data: RunReportData): { readonly exact: ReadonlySet<string>; readonly texts: string } {
  const json = JSON.stringify(data, (_key, value: unknown) =>
    ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value,
  );
  return {
    exact: new Set([...json.matchAll(/-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gu)].map(([text]) => String(Number(text)))),
    texts: json,
  };
}

describe("numbers", () => {
  test("every number of the document is one of the JSON", async () => {
    const data = exampleRun(both());
    const { exact, texts } = numbersIn(data);
    const { elements } = readMarkup(await html(data));
    const shown = elements.filter(({ tagName }) => tagName === "data");
    expect(shown.length).toBeGreaterThan(60);
    // Counts of what the JSON lists are no values of it.
    const counts = new Set(["2", "1", "500"]);
    const values = shown.map((element) => attribute(element, "value") ?? "");
    expect(values.filter((value) => !exact.has(value) && !counts.has(value))).toEqual([]);
    const formats = ["number", "percent", "bytes", "duration", "plain"] as const;
    for (const element of shown) {
      const value = Number(attribute(element, "value"));
      expect(formats.map((format) => numberText(value, format))).toContain(textOf(element));
    }
    const main = elements.find(({ tagName }) => tagName === "main");
    const apart = ({ tagName, attrs }: Element): boolean =>
      ["data", "svg", "time"].includes(tagName) ||
      attrs.some(({ name, value }) => name === "class" && ["bounds", "count", "cut"].includes(value));
    const loose = (main === undefined ? "" : textOf(main, apart)).match(/\d[\d.,]*/gu) ?? [];
    expect(loose.length).toBeGreaterThan(10);
    expect(loose.filter((number) => !texts.includes(number.replace(/[.,]+$/u, "")))).toEqual([]);
  });

  test("an undefined metric shows its reason", async () => {
    expect(await html(exampleRun(both()))).toContain("– not-computed-by-rule");
  });
});

describe("structure", () => {
  test("a section for each subject, several targets compared first", async () => {
    const headings = async (targets: RunReportData["targets"]) =>
      (await runReport(exampleRun(targets))).sections.map(({ heading }) => heading);
    expect(await headings([classificationExample(50)])).toEqual(["Results", "Data", "Model", "Lineage"]);
    expect(await headings(both())).toEqual([
      "All targets",
      "Target defaulted",
      "Target second",
      "Data",
      "Model",
      "Lineage",
    ]);
  });

  test("charts and tables of both tasks", async () => {
    const { sections } = await runReport(exampleRun(both()));
    const names = sections.map(({ heading, blocks }) => [
      heading,
      blocks.flatMap((block) =>
        block.kind === "chart" ? [block.chart.title] : block.kind === "table" ? [block.caption] : [],
      ),
    ]);
    expect(names).toMatchInlineSnapshot(`
      [
        [
          "All targets",
          [
            "Metrics by target",
          ],
        ],
        [
          "Target defaulted",
          [
            "Metrics on the test part",
            "ROC curve",
            "Precision and recall",
            "Calibration",
            "Confusion matrix",
            "Predicted probability by true class",
            "Measures by threshold, validation part",
            "Calibration bins",
          ],
        ],
        [
          "Target second",
          [
            "Metrics on the test part",
            "Truth and prediction over time",
            "Truth and prediction, the end",
            "Predicted and true values",
            "Residuals by prediction",
            "Distribution of residuals",
            "Residuals against a normal distribution",
          ],
        ],
        [
          "Data",
          [
            "Sources",
            "Split: random-stratified",
            "Leak checks",
            "Rejected cells",
            "Columns",
          ],
        ],
        [
          "Model",
          [
            "Importance of features",
            "Learning curves",
            "Inputs",
            "Outputs",
          ],
        ],
        [
          "Lineage",
          [],
        ],
      ]
    `);
  });

  test("synthetic data, reported leaks and warnings are said aloud", async () => {
    const { elements } = readMarkup(await html(exampleRun(both())));
    const notes = elements
      .filter(({ attrs }) => attrs.some(({ name, value }) => name === "class" && value.startsWith("note")))
      .map((element) => textOf(element).replaceAll(/\s+/gu, " ").trim());
    expect(notes).toEqual(
      expect.arrayContaining([
        "Warning warning",
        "Warning Synthetic data, not observed: data/example.csv.",
        "Warning identical rows: detail",
      ]),
    );
  });
});

describe("bounds", { timeout: 120_000 }, () => {
  test("a million rows of either task stay under two megabytes", async () => {
    for (const target of [classificationExample(1_000_000), regressionExample(1_000_000)]) {
      const document = await html(exampleRun([target]));
      expect(new TextEncoder().encode(document).length).toBeLessThan(500_000);
      expect(document).toMatch(/of 1,000,00[01] points drawn|1,000,000 points in/u);
    }
  });

  test("a hundred targets stay under two megabytes, and none is lost", async () => {
    const targets = Array.from({ length: 90 }, (_, at) => ({ ...regressionExample(3000), target: `target ${at}` }));
    const document = await html(exampleRun(targets));
    expect(new TextEncoder().encode(document).length).toBeLessThan(2_000_000);
    expect(document).toContain("target 89");
    expect(document).toContain("Charts are shown for the first 6 of 90 targets.");
  });

  test("any text is taken as text", async () => {
    for (const text of hostileTexts) {
      const targets = both().map((target) => ({ ...target, target: text, part: text }));
      const { errors, elements } = readMarkup(await html(exampleRun(targets, () => text)));
      expect(errors).toEqual([]);
      expect(elements.filter(({ tagName }) => ["script", "img", "iframe", "b"].includes(tagName))).toEqual([]);
      expect(elements.flatMap(({ attrs }) => attrs).filter(({ name }) => name.startsWith("on"))).toEqual([]);
    }
  });
});

test("columns that name a protected characteristic are found by their words", () => {
  const names = [
    "SEX",
    "personal_status_sex",
    "customerAge",
    "age",
    "usage",
    "average",
    "page_count",
    "foreign_worker",
    "성별",
    "성별_코드",
    "나이",
    "message",
    "PAY_AGE_1",
    "stage",
    "marital_status",
  ];
  expect(protectedColumns(names)).toEqual([
    "SEX",
    "personal_status_sex",
    "customerAge",
    "age",
    "foreign_worker",
    "성별",
    "성별_코드",
    "나이",
    "PAY_AGE_1",
    "marital_status",
  ]);
});
