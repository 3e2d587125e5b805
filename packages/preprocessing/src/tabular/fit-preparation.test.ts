import type { JsonValue } from "@mlops/core";
import { type CellValue, type Schema, Table } from "@mlops/table";
import { describe, expect, it } from "vitest";

import { applyPreparation } from "./apply-preparation.ts";
import { fitPreparation, type FitPreparationOptions, type FittedPreparation } from "./fit-preparation.ts";
import { openPreparation } from "./preparation.ts";
import { resolveSteps } from "./resolve-steps.ts";

const schema: Schema = [
  { name: "age", type: "int32" },
  { name: "city", type: "string" },
  { name: "member", type: "bool" },
  { name: "at", type: "instant" },
  { name: "y", type: "string" },
];

const rows = [
  { age: 30, city: "Seoul", member: true, at: 0, y: "good" },
  { age: null, city: "Busan", member: false, at: 1, y: "bad" },
  { age: 50, city: null, member: true, at: 2, y: "good" },
  { age: 40, city: "Seoul", member: true, at: 3, y: "bad" },
];

const table = Table.fromRows(schema, rows);
const usual: FitPreparationOptions = { targets: ["y"], exclude: ["at"] };

async function fit(
  steps: readonly (readonly [string, Readonly<Record<string, JsonValue>>])[],
  options: FitPreparationOptions = usual,
  training = table,
): Promise<FittedPreparation> {
  return fitPreparation(training, await resolveSteps(steps.map(([type, options]) => ({ type, options }))), options);
}

function one(changes: Readonly<Record<string, CellValue>>, types: Schema = schema): Table {
  return Table.fromRows(types, [{ ...rows[0], ...changes }]);
}

describe("fitPreparation", () => {
  it("leaves numbers, booleans as 0 and 1, and texts as sorted categories where no step says otherwise", async () => {
    const { features, others, preparation } = await fit([]);
    expect(features).toEqual([
      { kind: "numeric", name: "age", values: Float64Array.of(30, Number.NaN, 50, 40) },
      { kind: "categorical", name: "city", codes: Int32Array.of(1, 0, -1, 1), categories: ["Busan", "Seoul"] },
      { kind: "numeric", name: "member", values: Float64Array.of(1, 0, 1, 1) },
    ]);
    expect(others.columnNames).toEqual(["at", "y"]);
    expect(preparation.state.features.map(({ name }) => name)).toEqual(["age", "city", "member"]);
  });

  it("writes the signature: type, null and categories of each raw column", async () => {
    const { preparation } = await fit([["one_hot_encoder", {}]]);
    expect(preparation.state.inputs).toEqual([
      { name: "age", kind: "number", type: "double", null: "NaN", source: "int32" },
      {
        name: "city",
        kind: "text",
        type: "string",
        null: "empty-text",
        source: "string",
        nullTexts: ["None", "nan", "NaN", "<NA>"],
        categories: ["Busan", "Seoul"],
      },
      { name: "member", kind: "boolean", type: "bool", null: "none", source: "bool" },
    ]);
  });

  it("lets steps see what earlier ones made, in their place", async () => {
    const { features } = await fit([
      ["simple_imputer", { strategy: "median", create_missing_indicators: true }],
      ["one_hot_encoder", { columns: ["city"] }],
      ["standard_scaler", {}],
    ]);
    expect(features.map(({ name }) => name)).toEqual([
      "age",
      "city_Busan",
      "city_Seoul",
      "city_missing",
      "member",
      "missingindicator_age",
    ]);
    // 30, 40 (imputed), 50, 40: the scaler leaves codes and flags alone.
    const unit = 1 / Math.sqrt(0.5);
    expect(features[0]).toMatchObject({ values: Float64Array.of(-unit, 0, unit, 0) });
    expect(features[5]).toMatchObject({ values: Float64Array.of(0, 1, 0, 0) });
  });

  it("drops rows with their target and the columns that ride along, in training only", async () => {
    const { features, others, preparation } = await fit([["drop_missing", { columns: ["age", "city"] }]]);
    expect(others.toRows()).toEqual([
      { at: 0, y: "good" },
      { at: 3, y: "bad" },
    ]);
    expect(features[0]).toMatchObject({ values: Float64Array.of(30, 40) });
    expect(applyPreparation(table, preparation)[0]).toMatchObject({ values: Float64Array.of(30, Number.NaN, 50, 40) });
  });

  it("asks new rows only for the columns that a feature depends on", async () => {
    const { preparation } = await fit([
      ["null_flags", {}],
      ["drop_columns", { columns: ["age", "member"] }],
    ]);
    const { inputs, unused } = preparation.state;
    expect(inputs.map(({ name }) => name)).toEqual(["age", "city"]);
    expect(unused.map(({ name }) => name)).toEqual(["member"]);
    const rowsWithout = Table.fromRows(schema.slice(0, 2), [{ age: null, city: "Seoul" }]);
    expect(applyPreparation(rowsWithout, preparation)).toMatchObject([
      { name: "city", codes: Int32Array.of(1) },
      { name: "age_isnull", categories: ["Notnull", "Null"], codes: Int32Array.of(1) },
      { name: "city_isnull", codes: Int32Array.of(0) },
    ]);
  });

  it("asks for every column where a step refuses missing values", async () => {
    const { preparation } = await fit([
      ["one_hot_encoder", { columns: ["member"], handle_unknown: "error", drop: "first" }],
    ]);
    expect(preparation.state.unused).toEqual([]);
  });

  it("hands the target to the steps, of the rows that are left", async () => {
    const seen: unknown[] = [];
    const [drop, scaler] = await resolveSteps([
      { type: "drop_missing", options: {} },
      { type: "standard_scaler", options: {} },
    ]);
    const spy = scaler && {
      ...scaler,
      preprocessor: {
        ...scaler.preprocessor,
        fit(this: void, ...[features, options, context]: Parameters<typeof scaler.preprocessor.fit>): JsonValue {
          seen.push(features.columnNames, context.target, context.step);
          return scaler.preprocessor.fit(features, options, context);
        },
      },
    };
    fitPreparation(
      table,
      [drop, spy].filter((step) => step !== undefined),
      usual,
    );
    const target = { kind: "classes", classes: ["bad", "good"], codes: Int32Array.of(1, 0) };
    expect(seen).toEqual([["age", "city", "member"], target, "Step 2 (standard_scaler)"]);
  });

  it("warns of the order and of columns without any value", async () => {
    const empty = Table.fromRows(
      [
        { name: "x", type: "float64" },
        { name: "n", type: "float64" },
      ],
      [{ x: 1 }, { x: 2 }],
    );
    const { warnings, features } = await fit(
      [
        ["standard_scaler", {}],
        ["simple_imputer", {}],
      ],
      {},
      empty,
    );
    expect(warnings).toEqual([
      expect.stringContaining("Step 2 (simple_imputer) stands after Step 1 (standard_scaler)"),
      'Step 2 (simple_imputer) drops the column "n", which has no value at all to learn from.',
    ]);
    expect(features.map(({ name }) => name)).toEqual(["x"]);
  });

  it.each<[string, () => Promise<unknown>, object]>([
    [
      "an instant",
      () => fit([], { targets: ["y"] }),
      { code: "PREPROCESSING_COLUMN_TYPE", message: /"at" holds instants/ },
    ],
    [
      "an unknown target",
      () => fit([], { targets: ["Y"] }),
      { code: "TABLE_COLUMN_UNKNOWN", hint: 'Did you mean "y"?' },
    ],
    ["an unknown excluded column", () => fit([], { exclude: ["id"] }), { code: "TABLE_COLUMN_UNKNOWN" }],
    ["a target as feature", () => fit([], { targets: ["y"], features: ["y"] }), { code: "PREPROCESSING_FIT_INVALID" }],
    [
      "no feature",
      () => fit([], { targets: ["y"], exclude: ["age", "city", "member", "at"] }),
      { code: "PREPROCESSING_FIT_INVALID" },
    ],
    ["no row", () => fit([], usual, table.slice(0, 0)), { code: "PREPROCESSING_FIT_INVALID" }],
    [
      "every row dropped",
      () => fit([["drop_missing", {}]], usual, table.slice(1, 3)),
      { code: "PREPROCESSING_FIT_INVALID", message: /Step 1 \(drop_missing\) leaves no row of 2/ },
    ],
    [
      "a scaler on texts",
      () => fit([["robust_scaler", { columns: ["city"] }]]),
      {
        code: "PREPROCESSING_COLUMN_TYPE",
        message: /Step 1 \(robust_scaler\) cannot take the column "city", which holds texts; it takes numbers, codes/,
      },
    ],
    [
      "a column replaced by an earlier step",
      () =>
        fit([
          ["one_hot_encoder", {}],
          ["ordinal_encoder", { columns: ["city"] }],
        ]),
      {
        code: "PREPROCESSING_COLUMN_UNKNOWN",
        message: /Step 2 .* not there when it is its turn. There are "age", "city_Busan"/,
      },
    ],
    [
      "an unknown_value that is a code",
      () => fit([["ordinal_encoder", { handle_unknown: "use_encoded_value", unknown_value: 1 }]]),
      { code: "PREPROCESSOR_OPTION_INVALID" },
    ],
  ])("refuses %s", async (_, fitting, { message = /./, ...error }: { message?: RegExp }) => {
    await expect(fitting()).rejects.toMatchObject({
      ...error,
      message: expect.stringMatching(message),
    });
  });

  it("refuses an infinite number at its row", async () => {
    const infinite = Table.fromRows([{ name: "x", type: "float64" }], [{ x: 1 }, { x: Number.POSITIVE_INFINITY }]);
    await expect(fit([], {}, infinite)).rejects.toMatchObject({
      code: "PREPROCESSING_VALUE_INVALID",
      message: 'Row 1 of the column "x" holds an infinite number.',
    });
  });
});

describe("applyPreparation", () => {
  it.each<[string, Table, string, string]>([
    ["a missing column", table.without(["city"]), "PREPROCESSING_COLUMN_MISSING", '"city"'],
    [
      "texts for numbers",
      one({ age: "30" }, [{ name: "age", type: "string" }, ...schema.slice(1)]),
      "PREPROCESSING_COLUMN_TYPE",
      'row 0 holds "30"',
    ],
    [
      "a null where training had none",
      one({ member: null }),
      "PREPROCESSING_VALUE_INVALID",
      'Row 0 of the column "member"',
    ],
    ["a NUL", one({ city: "a\0" }), "PREPROCESSING_VALUE_INVALID", "a text with a NUL"],
  ])("refuses %s", async (_, fresh, code, message) => {
    const { preparation } = await fit([]);
    expect(() => applyPreparation(fresh, preparation)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it("takes every number type that loses nothing, and columns without any value of every type", async () => {
    const { preparation } = await fit([]);
    const ages = (type: "float64" | "int64" | "string", age: CellValue): unknown =>
      applyPreparation(one({ age }, [{ name: "age", type }, ...schema.slice(1)]), preparation)[0];
    expect(ages("float64", 1.5)).toMatchObject({ values: Float64Array.of(1.5) });
    expect(ages("int64", 7n)).toMatchObject({ values: Float64Array.of(7) });
    expect(ages("string", null)).toMatchObject({ values: Float64Array.of(Number.NaN) });
    expect(() => ages("int64", 2n ** 53n + 1n)).toThrow("int64 here: row 0 holds 9007199254740993");
  });

  it("keeps integers beyond 2^53 as texts", async () => {
    const keys = Table.fromRows(
      [{ name: "key", type: "int64" }],
      [{ key: 2n ** 60n }, { key: 2n ** 60n + 1n }, { key: 5n }],
    );
    const { preparation, features } = await fit([], {}, keys);
    expect(preparation.state.inputs[0]).toMatchObject({ type: "string", source: "int64" });
    expect(features[0]).toMatchObject({
      codes: Int32Array.of(0, 1, 2),
      categories: [String(2n ** 60n), String(2n ** 60n + 1n), "5"],
    });
    const small = Table.fromRows([{ name: "key", type: "int32" }], [{ key: 5 }]);
    expect(applyPreparation(small, preparation)[0]).toMatchObject({ codes: Int32Array.of(2) });
  });

  it("takes Python's nulls for missing unless training saw them as texts", async () => {
    const { preparation } = await fit([]);
    expect(applyPreparation(one({ city: "NaN" }), preparation)[1]).toMatchObject({ codes: Int32Array.of(-1) });
    const trained = Table.fromRows(schema, [...rows, { ...rows[0], city: "NaN" }]);
    const other = await fit([], usual, trained);
    expect(applyPreparation(one({ city: "NaN" }), other.preparation)[1]).toMatchObject({ codes: Int32Array.of(1) });
  });

  it("names the row of an unseen category that its encoder refuses", async () => {
    const { preparation } = await fit([["ordinal_encoder", { columns: ["city"] }]]);
    const fresh = Table.fromRows(schema, [...rows, { ...rows[0], city: "Jeju" }]);
    expect(() => applyPreparation(fresh, preparation)).toThrow(
      expect.objectContaining({
        code: "PREPROCESSING_CATEGORY_UNKNOWN",
        message: 'Row 4 of the column "city" holds "Jeju", which training did not see; it saw "Busan", "Seoul".',
      }),
    );
  });
});

describe("openPreparation", () => {
  it("gives the same features after a trip through JSON", async () => {
    const { preparation, features } = await fit([
      ["simple_imputer", {}],
      ["one_hot_encoder", {}],
      ["min_max_scaler", {}],
    ]);
    const stored: unknown = JSON.parse(JSON.stringify(preparation.state));
    const opened = await openPreparation(stored);
    expect(opened.state).toEqual(preparation.state);
    expect(applyPreparation(table, opened)).toEqual(features);
  });

  it.each<[string, (state: Record<string, unknown>) => unknown, string]>([
    ["another format", (state) => ({ ...state, format: "mlops-preparation/2" }), "at format"],
    ["other columns than its digest's", (state) => ({ ...state, inputs: [] }), "not those of its digest"],
    ["no state", () => null, "at its root"],
  ])("refuses %s", async (_, change, message) => {
    const { preparation } = await fit([]);
    await expect(openPreparation(change({ ...preparation.state }))).rejects.toMatchObject({
      code: "PREPROCESSING_STATE_INVALID",
      message: expect.stringContaining(message),
    });
  });
});
