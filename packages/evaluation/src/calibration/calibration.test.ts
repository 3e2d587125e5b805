import { readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { JudgedRows } from "../classification/judged-rows.ts";
import { allNearly, nearly } from "../testing/nearly.ts";
import { applyBeta, fitBeta } from "./beta.ts";
import { applyCalibration, fitCalibration } from "./calibration.ts";
import { applyIsotonic, fitIsotonic } from "./isotonic.ts";

interface Golden {
  readonly isotonic: readonly {
    readonly name: string;
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly weights: readonly number[] | null;
    readonly corners: { readonly x: readonly number[]; readonly y: readonly number[] };
    readonly probes: readonly number[];
    readonly fitted: readonly number[];
  }[];
  readonly beta: readonly {
    readonly name: string;
    readonly p: readonly number[];
    readonly y: readonly number[];
    readonly weights: readonly number[] | null;
    readonly parameters: readonly number[];
    readonly probes: readonly number[];
    readonly fitted: readonly number[];
    readonly betacal: readonly number[];
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../../../fixtures/golden/evaluation/calibration.json", import.meta.url), "utf8"),
) as Golden;

const column = (values: readonly number[] | null) => (values === null ? undefined : Float64Array.from(values));

describe("isotonic calibration against scikit-learn", () => {
  it.each(golden.isotonic.map((example) => [example.name, example] as const))("%s", (_, example) => {
    const map = fitIsotonic(Float64Array.from(example.x), example.y, column(example.weights));
    expect(map.x).toEqual(allNearly(example.corners.x));
    expect(map.y).toEqual(allNearly(example.corners.y));
    expect([...applyIsotonic(map, Float64Array.from(example.probes))]).toEqual(allNearly(example.fitted));
  });
});

describe("beta calibration", () => {
  it.each(golden.beta.map((example) => [example.name, example] as const))(
    "against scipy and betacal: %s",
    (_, example) => {
      const map = fitBeta(Float64Array.from(example.p), Uint8Array.from(example.y), column(example.weights));
      expect([map.a, map.b, map.c]).toEqual(allNearly(example.parameters, 1e-8));
      const fitted = [...applyBeta(map, Float64Array.from(example.probes))];
      expect(fitted).toEqual(allNearly(example.fitted, 1e-8));
      expect(fitted).toEqual(allNearly(example.betacal, 1e-3));
    },
  );

  it("finds the identity where probabilities are right", () => {
    // Each probability k/20 occurs 20 times and comes true k times.
    const pairs = Array.from({ length: 19 }, (_, k) => k + 1).flatMap((k) =>
      Array.from({ length: 20 }, (_, row) => [k / 20, row < k ? 1 : 0] as const),
    );
    const map = fitBeta(
      Float64Array.from(pairs, ([p]) => p),
      Uint8Array.from(pairs, ([, y]) => y),
    );
    expect([map.a, map.b, map.c]).toEqual(allNearly([1, 1, 0], 1e-8));
  });

  it("stays finite and rising where probabilities separate the classes, or are all the same", () => {
    const separated = fitBeta(Float64Array.of(0.1, 0.3, 0.6, 0.8), Uint8Array.of(0, 0, 1, 1));
    expect([separated.a, separated.b, separated.c].every(Number.isFinite)).toBe(true);
    const [below, above] = applyBeta(separated, Float64Array.of(0.3, 0.6));
    expect(below).toBeLessThan(1e-6);
    expect(above).toBeGreaterThan(1 - 1e-6);
    const level = fitBeta(new Float64Array(4).fill(0.4), Uint8Array.of(0, 0, 0, 1));
    expect([...applyBeta(level, Float64Array.of(0.4))]).toEqual(allNearly([0.25], 1e-8));
  });
});

const judged = fc
  .array(
    fc.tuple(fc.integer({ min: 0, max: 2 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 })),
    {
      minLength: 3,
      maxLength: 30,
    },
  )
  .filter((rows) => new Set(rows.map(([truth]) => truth)).size === 3)
  .map((rows): JudgedRows => {
    const sums = rows.map(([, parts]) => parts.reduce((sum, part) => sum + part, 0));
    return {
      classes: ["a", "b", "c"],
      truth: Int32Array.from(rows, ([truth]) => truth),
      probabilities: [0, 1, 2].map((code) =>
        Float64Array.from(rows, ([, parts], row) => (parts[code] ?? 0) / (sums[row] ?? 1)),
      ),
    };
  });

describe("fitCalibration", () => {
  it.each(["isotonic", "beta"] as const)(
    "gives probabilities that sum to 1, from a state that survives JSON: %s",
    (method) => {
      fc.assert(
        fc.property(judged, (rows) => {
          const state = fitCalibration(rows, method);
          const again = JSON.parse(JSON.stringify(state)) as typeof state;
          const probabilities = applyCalibration(state, rows.probabilities ?? []);
          expect(applyCalibration(again, rows.probabilities ?? [])).toEqual(probabilities);
          for (const row of rows.truth.keys()) {
            const values = probabilities.map((values) => values[row] ?? Number.NaN);
            expect(values.reduce((sum, value) => sum + value, 0)).toEqual(nearly(1));
            for (const value of values) expect(value >= 0 && value <= 1).toBe(true);
          }
        }),
      );
    },
  );

  it.each(["isotonic", "beta"] as const)("never turns the order of two probabilities round: %s", (method) => {
    fc.assert(
      fc.property(judged, (rows) => {
        const positive = rows.probabilities?.[0] ?? new Float64Array();
        const two: JudgedRows = {
          classes: [false, true],
          truth: rows.truth.map((code) => (code === 0 ? 1 : 0)),
          probabilities: [positive.map((p) => 1 - p), positive],
        };
        const grid = Float64Array.from({ length: 101 }, (_, at) => at / 100);
        const [, calibrated] = applyCalibration(fitCalibration(two, method), [grid.map((p) => 1 - p), grid]);
        for (const [at, value] of (calibrated ?? new Float64Array()).entries()) {
          expect(value).toBeGreaterThanOrEqual((calibrated?.[at - 1] ?? 0) - 1e-12);
        }
      }),
    );
  });

  it("keeps the number of positives on the rows it was fitted to", () => {
    fc.assert(
      fc.property(judged, (rows) => {
        const positive = rows.probabilities?.[0] ?? new Float64Array();
        const target = Uint8Array.from(rows.truth, (code) => (code === 0 ? 1 : 0));
        const fitted = applyIsotonic(fitIsotonic(positive, target), positive);
        const sum = (values: Float64Array | Uint8Array) =>
          Array.from(values).reduce((total, value) => total + value, 0);
        expect(sum(fitted)).toEqual(nearly(sum(target), 1e-9));
      }),
    );
  });

  it("gives every class the same where all maps answer 0", () => {
    const zero = { kind: "isotonic" as const, x: [0, 1], y: [0, 0] };
    const state = { method: "isotonic" as const, classes: [1, 2, 3, 4], maps: [zero, zero, zero, zero], n: 5 };
    const row = Array.from({ length: 4 }, () => Float64Array.of(0.25));
    expect(applyCalibration(state, row)).toEqual(Array.from({ length: 4 }, () => Float64Array.of(0.25)));
  });

  it("refuses a part that lacks a class, and probabilities of other classes", () => {
    const rows: JudgedRows = {
      classes: ["no", "yes"],
      truth: Int32Array.of(0, 0),
      probabilities: [Float64Array.of(0.9, 0.8), Float64Array.of(0.1, 0.2)],
    };
    expect(() => fitCalibration(rows, "isotonic")).toThrow(
      'None of the 2 rows of the calibration part is of class "yes"',
    );
    const state = fitCalibration({ ...rows, truth: Int32Array.of(0, 1) }, "beta");
    expect(() => applyCalibration(state, [Float64Array.of(1)])).toThrow("of 2 classes");
    expect(() => fitCalibration({ ...rows, predicted: rows.truth, probabilities: undefined }, "beta")).toThrow(
      "needs probabilities",
    );
  });
});
