import type { JsonValue } from "@mlops/core";
import { type Schema, Table } from "@mlops/table";
import { describe, expect, it } from "vitest";

import { fitPreparation } from "./fit-preparation.ts";
import { planBlock } from "./plan-block.ts";
import { resolveSteps } from "./resolve-steps.ts";

const schema: Schema = [
  { name: "user_id", type: "string" },
  { name: "price", type: "float64" },
  { name: "rating", type: "int32" },
  { name: "brand", type: "string" },
  { name: "region", type: "string" },
  { name: "store", type: "int32" },
  { name: "new", type: "bool" },
  { name: "empty", type: "float64" },
  { name: "target", type: "int32" },
];

const table = Table.fromRows(schema, [
  { user_id: "a", price: 1, rating: 1, brand: "x", region: "n", store: 7, new: true, target: 0 },
  { user_id: "b", price: null, rating: 2, brand: null, region: "s", store: 8, new: null, target: 1 },
  { user_id: "c", price: 4, rating: 3, brand: "y", region: "n", store: null, new: true, target: 1 },
]);

type Options = Readonly<Record<string, JsonValue>>;

const plan = (options: Options, where?: (parameter?: string) => string) =>
  planBlock(
    {
      name: "default_preprocessor",
      options: { exclude_cols: ["user_id", "target"], ...options },
      ...(where && { where }),
    },
    table,
    ["target"],
  );

describe("planBlock", () => {
  it("takes texts for categories with a category NA, and scales numbers, where nothing is said", () => {
    expect(plan({})).toEqual({
      exclude: ["user_id", "target", "empty"],
      steps: [
        { type: "simple_imputer", options: { strategy: "mean", columns: ["price", "rating", "store"] } },
        { type: "simple_imputer", options: { strategy: "constant", fill_value: "NA", columns: ["brand", "region"] } },
        { type: "simple_imputer", options: { strategy: "most_frequent", columns: ["new"] } },
        { type: "one_hot_encoder", options: { handle_unknown: "ignore", columns: ["brand", "region"] } },
        { type: "standard_scaler", options: { columns: ["price", "rating", "store"] } },
      ],
      warnings: ['The column "empty" has no value at all and is left out.'],
    });
  });

  it("makes every parameter effective", () => {
    const options = {
      categorical_features: ["brand", "store"],
      categorical_strategy: "label",
      numerical_features: ["price"],
      numerical_strategy: "robust",
      missing_strategy: "median",
    };
    const { steps, warnings } = plan(options);
    expect(steps).toEqual([
      { type: "simple_imputer", options: { strategy: "median", columns: ["price"] } },
      { type: "simple_imputer", options: { strategy: "constant", fill_value: "NA", columns: ["brand"] } },
      { type: "simple_imputer", options: { strategy: "most_frequent", columns: ["new", "store"] } },
      {
        type: "ordinal_encoder",
        options: { handle_unknown: "use_encoded_value", unknown_value: -1, columns: ["brand", "store"] },
      },
      { type: "robust_scaler", options: { columns: ["price"] } },
    ]);
    expect(warnings[1]).toContain('does not touch "rating", "region"');
    expect(plan({ missing_strategy: "mode", numerical_strategy: "minmax" }).steps).toEqual([
      {
        type: "simple_imputer",
        options: { strategy: "most_frequent", columns: ["price", "rating", "store", "brand", "region", "new"] },
      },
      { type: "one_hot_encoder", options: { handle_unknown: "ignore", columns: ["brand", "region"] } },
      { type: "min_max_scaler", options: { columns: ["price", "rating", "store"] } },
    ]);
    expect(plan({ missing_strategy: "drop" }).steps[0]).toEqual({
      type: "drop_missing",
      options: { columns: ["price", "rating", "store", "brand", "region", "new"] },
    });
  });

  it.each([{}, { missing_strategy: "mode" }, { missing_strategy: "drop" }, { categorical_strategy: "label" }])(
    "gives steps that fit and leave numbers only: %j",
    async (options) => {
      const { steps, exclude } = plan(options);
      const fitted = fitPreparation(table, await resolveSteps(steps), { targets: ["target"], exclude });
      expect(fitted.features.map(({ kind }) => kind).every((kind) => kind === "numeric")).toBe(true);
      expect(fitted.features.flatMap((feature) => ("values" in feature ? [...feature.values] : []))).not.toContain(
        Number.NaN,
      );
    },
  );

  it.each(["iqr", "zscore", "isolation_forest"])("treats outliers by %s, before encoders and scalers", (method) => {
    const { steps } = plan({ outlier_detection: true, outlier_method: method });
    expect(steps.map(({ type }) => type).filter((type) => type !== "simple_imputer")).toEqual([
      "outlier_treatment",
      "one_hot_encoder",
      "standard_scaler",
    ]);
    expect(steps.find(({ type }) => type === "outlier_treatment")?.options).toMatchObject({ method });
  });

  it("leaves a method alone where detection is turned off", () => {
    const { steps } = plan({ outlier_detection: false, outlier_method: "iqr" });
    expect(steps.map(({ type }) => type)).not.toContain("outlier_treatment");
  });

  const where = (parameter?: string): string => `recipes/v1.yaml:${parameter === "outlier_method" ? 21 : 12}`;

  it.each<[Options, string, string]>([
    [{ outlier_method: "iqr" }, "PREPROCESSOR_OPTION_INVALID", 'outlier_method: "iqr" at recipes/v1.yaml:21'],
    [
      { numerical_strategy: "log" },
      "PREPROCESSOR_OPTION_INVALID",
      'numerical_strategy: "log" at recipes/v1.yaml:12. Invalid option: expected one of "standard"|"minmax"|"robust"',
    ],
    [{ missing: "mean" }, "PREPROCESSOR_OPTION_INVALID", 'no parameter "missing"'],
    [{ categorical_features: ["brnd"] }, "TABLE_COLUMN_UNKNOWN", '"brnd"'],
    [
      { categorical_features: ["price"], numerical_features: ["price"] },
      "PREPROCESSOR_OPTION_INVALID",
      '"price" is in',
    ],
    [{ exclude_cols: ["userid"] }, "TABLE_COLUMN_UNKNOWN", '"userid"'],
  ])("refuses %j", (options, code, message) => {
    expect(() => plan(options, where)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it("warns of a column that names the rows", () => {
    const people = Table.fromRows(
      [{ name: "name", type: "string" }],
      Array.from({ length: 20 }, (_, row) => ({ name: `p${row}` })),
    );
    expect(planBlock({ name: "default_preprocessor", options: {} }, people).warnings).toEqual([
      'The column "name" has another value in every row: add it to exclude_cols if it names the row.',
    ]);
  });

  it("leaves out instants, with a warning", () => {
    const visits = Table.fromRows(
      [
        { name: "at", type: "instant" },
        { name: "pages", type: "int32" },
      ],
      [
        { at: 0, pages: 1 },
        { at: 1, pages: 2 },
      ],
    );
    const { exclude, warnings } = planBlock({ name: "default_preprocessor", options: {} }, visits);
    expect(exclude).toEqual(["at"]);
    expect(warnings).toEqual(['The column "at" holds instants, which no model takes, and is left out.']);
  });

  it("knows two names and suggests for others", () => {
    expect(planBlock({ name: "custom_preprocessor", options: {} }, table).steps).not.toEqual([]);
    expect(() => planBlock({ name: "custom_preprocesor", options: {} }, table)).toThrow(
      expect.objectContaining({ code: "PREPROCESSOR_UNKNOWN", hint: 'Did you mean "custom_preprocessor"?' }),
    );
  });
});
