/* oxlint-disable vitest/expect-expect, vitest/valid-title -- a law is declared by name and asserts in its check */
import type { JsonValue } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { arbitraryColumns, changed, columnsOf, type PlainColumn, rowsOf, training } from "./preprocessor-tables.ts";

/** A prepared column: doubles with NaN for missing, or category codes with −1. */
export interface PlainFeature {
  readonly name: string;
  readonly values: readonly number[];
  /** Absent for numbers. */
  readonly categories?: readonly string[];
}

/**
 * A preprocessor with its options as part of a preparation: how to fit it on a table, apply its state, and run its nodes.
 * `T` is the product's table, which contracts do not know.
 */
export interface PreprocessorConformanceOptions<T> {
  readonly name: string;
  readonly tableOf: (columns: readonly PlainColumn[]) => T;
  /** Digest of a table's content. */
  readonly digest: (table: T) => string;
  readonly fit: (table: T) => JsonValue;
  readonly apply: (table: T, state: JsonValue) => Promise<readonly PlainFeature[]>;
  /** The same by ONNX Runtime, every raw value fed as it is; absent where the step is no part of the file. */
  readonly runOnnx?: (columns: readonly PlainColumn[], state: JsonValue) => Promise<readonly PlainFeature[]>;
}

/** The laws of `Preprocessor`, held by the whole path from raw columns to features. */
export function preprocessorConformance<T>(subject: PreprocessorConformanceOptions<T>): void {
  const fitted = (columns = columnsOf(training)): JsonValue => subject.fit(subject.tableOf(columns));
  const apply = async (columns: readonly PlainColumn[], state: JsonValue): Promise<readonly PlainFeature[]> =>
    subject.apply(subject.tableOf(columns), state);

  describe(`preprocessor: ${subject.name}`, () => {
    test("fitting and applying leave their table as it was", async () => {
      const table = subject.tableOf(columnsOf(training));
      const before = subject.digest(table);
      await subject.apply(table, subject.fit(table));
      expect(subject.digest(table)).toBe(before);
    });

    test("equal tables give equal states, which survive JSON", async () => {
      const state = fitted();
      expect(fitted()).toStrictEqual(state);
      const stored = JSON.parse(JSON.stringify(state)) as JsonValue;
      expect(stored).toStrictEqual(state);
      expect(await apply(columnsOf(training), stored)).toStrictEqual(await apply(columnsOf(training), state));
    });

    test("a batch gives what its rows give one by one", async () => {
      const state = fitted();
      const batch = await apply(columnsOf(training), state);
      const rows = await Promise.all(
        Array.from({ length: 8 }, (_, row) => apply(rowsOf(columnsOf(training), row, row + 1), state)),
      );
      const joined = batch.map((feature, index) => ({
        ...feature,
        values: rows.flatMap((row) => row[index]?.values ?? []),
      }));
      expect(joined).toStrictEqual(batch);
    });

    test("an empty table has the same features and no rows", async () => {
      const state = fitted();
      const empty = await apply(rowsOf(columnsOf(training), 0, 0), state);
      const full = await apply(columnsOf(training), state);
      expect(empty).toStrictEqual(full.map((feature) => ({ ...feature, values: [] })));
    });

    test("fitting on no rows is refused with a code", () => {
      expect(() => fitted(rowsOf(columnsOf(training), 0, 0))).toThrow(
        expect.objectContaining({ code: expect.any(String) }),
      );
    });

    test("no column gives an infinite value: constant, all-null and huge ones neither", async () => {
      const features = await apply(columnsOf(training), fitted());
      for (const { name, values } of features) {
        expect([name, ...values.filter((value) => !Number.isFinite(value) && !Number.isNaN(value))]).toEqual([name]);
      }
    });

    test("additional columns and their order change nothing", async () => {
      const state = fitted();
      const added: PlainColumn = { name: "added", type: "string", values: training["text"] ?? [] };
      const features = await apply([added, ...columnsOf(training).toReversed()], state);
      expect(features).toStrictEqual(await apply(columnsOf(training), state));
    });

    test.each(["text", "number", "nothing", "no text"])(
      "a table without the column %s is refused, unless no feature depends on it",
      async (name) => {
        const state = fitted();
        const without = columnsOf(training).filter((column) => column.name !== name);
        expect([`lacks the column "${name}"`, await apply(columnsOf(training), state)]).toContainEqual(
          await featuresOrReason(apply(without, state), /lacks the column "[^"]*"/),
        );
      },
    );

    test("numbers written as texts are not taken for numbers, unless no feature depends on them", async () => {
      const columns = columnsOf(training).map((column) =>
        column.name === "number" ? { ...column, type: "string" as const, values: column.values.map(asText) } : column,
      );
      const state = fitted();
      expect(['"number" held numbers', await apply(columnsOf(training), state)]).toContainEqual(
        await featuresOrReason(apply(columns, state), /"[^"]*" held numbers/),
      );
    });

    test("composed and decomposed texts are one", async () => {
      const state = fitted();
      const [composed, decomposed] = [changed({ text: "\u{e9}" }), changed({ text: "e\u{301}" })];
      expect(await apply(decomposed, state)).toStrictEqual(await apply(composed, state));
      const trained = columnsOf(training).map((column) =>
        column.type === "string" ? { ...column, values: column.values.map((text) => decompose(text)) } : column,
      );
      expect(fitted(trained)).toStrictEqual(state);
    });

    test("an unseen category gives features or an error that names it", async () => {
      const outcome = await outcomeOf(apply(changed({ text: "새로운" }), fitted()));
      const rows = "message" in outcome ? [] : outcome.features.map(({ values }) => values.length);
      const message = "message" in outcome ? outcome.message : '"새로운"';
      expect([rows.every((count) => count === 8), message]).toEqual([true, expect.stringContaining('"새로운"')]);
    });

    agreement(subject, fitted, apply);
  });
}

/** The law of parity: the file gives the same features in the same order, and refuses the rows that `apply` refuses. */
function agreement<T>(
  { runOnnx }: PreprocessorConformanceOptions<T>,
  fitted: (columns?: PlainColumn[]) => JsonValue,
  apply: (columns: readonly PlainColumn[], state: JsonValue) => Promise<readonly PlainFeature[]>,
): void {
  if (runOnnx === undefined) return;
  const agree = async (columns: readonly PlainColumn[], state: JsonValue): Promise<void> => {
    const [inTypeScript, inOnnx] = [await outcomeOf(apply(columns, state)), await outcomeOf(runOnnx(columns, state))];
    expect("message" in inOnnx, "message" in inOnnx ? inOnnx.message : "").toBe("message" in inTypeScript);
    if ("message" in inTypeScript || "message" in inOnnx) return;
    expect(inOnnx.features.map(shapeOf)).toEqual(inTypeScript.features.map(shapeOf));
    for (const [index, { name, values }] of inTypeScript.features.entries()) {
      expectClose(name, inOnnx.features[index]?.values ?? [], values);
    }
  };

  test.each([
    ["the training rows", columnsOf(training)],
    ["no rows", rowsOf(columnsOf(training), 0, 0)],
    ["nulls of each type", changed({ number: null, whole: null, text: null, digits: null, maybe: null })],
    ["NaN and the empty text", changed({ number: Number.NaN, text: "" })],
    ["Python's nulls", changed({ text: "None", digits: "<NA>" })],
    ["an unseen category", changed({ text: "새로운" })],
    ["values where there were none", changed({ nothing: 1, "no text": "x" })],
    ["another value where there was one", changed({ constant: -5 })],
  ])("TypeScript and ONNX agree: %s", async (_, columns) => agree(columns, fitted()));

  test("TypeScript and ONNX agree on any rows, whatever they were fitted on", { timeout: 60_000 }, async () => {
    const law = fc.asyncProperty(arbitraryColumns, arbitraryColumns, async (trainingColumns, columns) => {
      const state = stateOrNull(() => fitted(trainingColumns));
      if (state !== null) await agree(columns, state);
    });
    await fc.assert(law, { numRuns: 20 });
  });
}

/** Some tables have nothing that a step can learn; that they are refused is another law. */
function stateOrNull(fit: () => JsonValue): JsonValue {
  try {
    return fit();
  } catch (error) {
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}

type FeaturesOrMessage = { readonly features: readonly PlainFeature[] } | { readonly message: string };

async function outcomeOf(running: Promise<readonly PlainFeature[]>): Promise<FeaturesOrMessage> {
  try {
    return { features: await running };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
}

/** The part of a refusal's message that says why, or the features. */
async function featuresOrReason(
  running: Promise<readonly PlainFeature[]>,
  reason: RegExp,
): Promise<readonly PlainFeature[] | string> {
  const outcome = await outcomeOf(running);
  return "message" in outcome ? (reason.exec(outcome.message)?.[0] ?? outcome.message) : outcome.features;
}

function shapeOf({ name, categories, values }: PlainFeature): object {
  return { name, categories, rows: values.length };
}

/** Both compute in doubles; only the order within a sum may differ. */
function expectClose(name: string, actual: readonly number[], expected: readonly number[]): void {
  expected.forEach((value, row) => {
    const other = actual[row] ?? Number.POSITIVE_INFINITY;
    const close = Object.is(value, other) || Math.abs(value - other) <= 1e-12 * Math.max(1, Math.abs(value));
    if (!close) expect(`${name}[${row}] = ${other}`).toBe(`${name}[${row}] = ${value}`);
  });
}

function asText(value: null | boolean | number | string): string | null {
  return value === null ? null : String(value);
}

function decompose(value: null | boolean | number | string): string | null {
  return value === null ? null : String(value).normalize("NFD");
}
