import { describe, expect, test } from "vitest";
import { parse } from "yaml";

import { classificationExample, exampleRun, regressionExample } from "../testing/example-run.ts";
import { hostileTexts } from "../testing/hostile.ts";
import { modelCard } from "./model-card.ts";

const report = () =>
  exampleRun([
    {
      ...classificationExample(300),
      metrics: [
        { name: "roc_auc", value: 0.75, n: 300 },
        { name: "f1", value: null, reason: "one-class", n: 300 },
      ],
    },
  ]);
const head = (card: string): unknown => parse(/^---\n([\s\S]*?)\n---\n/u.exec(card)?.[1] ?? "");

test("the head is what the hub reads", () => {
  const card = modelCard({ report: report(), licence: "apache-2.0", tags: ["credit"], languages: ["ko"] });
  expect(head(card)).toEqual({
    license: "apache-2.0",
    language: ["ko"],
    library_name: "onnx",
    pipeline_tag: "tabular-classification",
    tags: ["tabular", "onnx", "ridge", "credit"],
    datasets: ["data/example.csv"],
    metrics: ["roc_auc", "f1"],
    "model-index": [
      {
        name: "example-model",
        results: [
          {
            task: { type: "tabular-classification", name: "defaulted" },
            dataset: { type: "data/example.csv", name: "data/example.csv", split: "test" },
            metrics: [{ type: "roc_auc", name: "roc_auc", value: 0.75 }],
          },
        ],
      },
    ],
  });
});

describe("the card", () => {
  test("has its sections, names protected columns, digests, reasons and limits", () => {
    const card = modelCard({
      report: report(),
      intendedUse: "Ranking applications for a person to read.",
      outOfScope: ["Refusing without a person."],
      limits: ["Fitted on one country."],
    });
    expect(card.match(/^#+ .*$/gmu)).toEqual([
      "# example-model",
      "## Intended use",
      "### Out of scope",
      "## Training data",
      "### Protected columns",
      "## Evaluation",
      "### defaulted, test part",
      "## Limits",
      "## Reproduction",
    ]);
    expect(card).toContain("| `age` | feature |");
    expect(card).toContain("`9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08`");
    expect(card).toContain("| `roc_auc` | 0.7500 | – | 300 | 0.5000 |");
    expect(card).toContain("| `f1` | none: one-class |");
    for (const limit of [
      "Trained on synthetic data: data/example.csv.",
      "Possible leak, identical rows: detail",
      "Fitted on one country.",
    ])
      expect(card).toContain(limit);
  });

  test("says what is not stated", () => {
    const data = exampleRun([regressionExample(10)]);
    const card = modelCard({ report: { ...data, data: { ...data.data, columns: [], leakChecks: [] } } });
    expect(card).toContain("Not stated: the recipe names no intended use.");
    expect(card).toContain("None is named.");
    expect(card).toContain("No check for leaks was run.");
  });

  test("takes any text as text", () => {
    for (const text of hostileTexts) {
      const data = exampleRun([{ ...classificationExample(50), target: text, part: text }], () => text);
      const card = modelCard({ report: data, licence: text, tags: [text], intendedUse: text, limits: [text] });
      expect(head(card)).toMatchObject({ "model-index": [{ name: text }] });
      const body = card.slice(card.indexOf("\n---\n") + 5).trim();
      const outsideCode = body.replaceAll(/(`+)[^\n]*?[^`]\1(?!`)/gu, "");
      expect(outsideCode).not.toMatch(/(?<!\\)<[a-z/!]/iu);
      expect(outsideCode).not.toMatch(/https?:\/\//u);
      const tables = body.split("\n\n").filter((part) => part.startsWith("| "));
      for (const table of tables)
        expect(new Set(table.split("\n").map((line) => line.match(/(?<!\\)\|/gu)?.length)).size).toBe(1);
      expect(tables.length).toBeGreaterThan(3);
    }
  });
});
