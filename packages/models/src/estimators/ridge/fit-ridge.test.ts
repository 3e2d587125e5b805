import { readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { fitRidge as fit, type RidgeProblem } from "./fit-ridge.ts";
import { predictRidge } from "./predict-ridge.ts";
import { ridgeOptions } from "./ridge-options.ts";
import type { RidgeState } from "./ridge-state.ts";

function fitRidge(features: Pick<RidgeProblem, "names" | "columns">, target: Float64Array, options = {}): RidgeState {
  return fit({ ...features, target }, ridgeOptions.parse(options), () => undefined);
}

interface GoldenCase {
  readonly name: string;
  readonly columns: readonly (readonly (number | null)[])[];
  readonly target: readonly number[];
  readonly alphas: readonly number[];
  readonly splits: number;
  readonly gap: number;
  readonly expected: Record<"means" | "scales" | "coefficients" | "predictions", readonly number[]> & {
    readonly alpha: number;
    readonly intercept: number;
    readonly foldErrors: readonly (readonly number[])[];
  };
}

const golden = JSON.parse(
  readFileSync(new URL("../../../../../fixtures/golden/models/ridge.json", import.meta.url), "utf8"),
) as { readonly cases: readonly GoldenCase[] };

function featuresOf(columns: readonly (readonly (number | null)[])[]) {
  return {
    names: columns.map((_, index) => `x${index}`),
    columns: columns.map((column) => Float64Array.from(column, (value) => value ?? Number.NaN)),
  };
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, index) => {
    expect(Math.abs((actual[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    );
  });
}

describe("fitRidge against scikit-learn", () => {
  it.each(golden.cases.map((example) => [example.name, example] as const))("%s", (name, example) => {
    const { expected, alphas, splits, gap } = example;
    const features = featuresOf(example.columns);
    const state = fitRidge(features, Float64Array.from(example.target), { alphas, cv_splits: splits, gap });
    // One column there is 1000 ± 1e-6: its mean, and with it the intercept, is known to seven digits of that spread.
    const ill = name === "ill-conditioned columns";
    const tolerance = ill ? 1e-8 : 1e-10;
    expect(state.alpha).toBe(expected.alpha);
    state.crossValidation.candidates.forEach(({ foldErrors, alpha }, index) => {
      expect(alpha).toBe(alphas[index]);
      expectClose(foldErrors, expected.foldErrors[index] ?? [], tolerance);
    });
    expectClose(state.means, expected.means, 1e-13);
    expectClose(state.scales, expected.scales, 1e-10);
    expectClose(state.coefficients, expected.coefficients, tolerance);
    expectClose([state.intercept], [expected.intercept], ill ? 1e-7 : 1e-13);
    expectClose(predictRidge(features.columns, state), expected.predictions, tolerance);
  });
});

describe("fitRidge", () => {
  const target = Float64Array.from({ length: 12 }, (_, row) => row);
  const one = { names: ["x"], columns: [Float64Array.from({ length: 12 }, (_, row) => row * 2)] };

  it("names the columns that have no effect, and why", () => {
    const features = {
      names: ["gone", "flat", "x"],
      columns: [new Float64Array(12).fill(Number.NaN), new Float64Array(12).fill(0.1), one.columns[0] ?? target],
    };
    const state = fitRidge(features, target, { cv_splits: 2 });
    expect(state.excluded).toEqual([
      { name: "gone", reason: "all-missing" },
      { name: "flat", reason: "constant" },
    ]);
    expect(state.coefficients.slice(0, 2)).toEqual([0, 0]);
  });

  it("predicts the mean where no column says anything", () => {
    const state = fitRidge({ names: ["gone"], columns: [new Float64Array(12).fill(Number.NaN)] }, target);
    expect([...predictRidge([Float64Array.of(3, Number.NaN)], state)]).toEqual([5.5, 5.5]);
  });

  it("takes a single alpha without cross-validation, and the greater of two that are equal", () => {
    expect(fitRidge(one, target, { alphas: [3] })).toMatchObject({ alpha: 3, crossValidation: { candidates: [] } });
    const flat = { names: ["flat"], columns: [new Float64Array(12)] };
    expect(fitRidge(flat, target, { alphas: [1, 10, 0.1] }).alpha).toBe(10);
  });

  it("is the same after its state went through JSON, and leaves its input alone", () => {
    const copy = target.slice();
    const state = fitRidge(one, target);
    expect(target).toEqual(copy);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    expect(fitRidge(one, target)).toEqual(state);
  });

  it("does not depend on the units of a column", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.integer({ min: -500, max: 500 }),
        (factor, offset) => {
          const x = Float64Array.from({ length: 30 }, (_, row) => Math.sin(row * 1.7) + row / 10);
          const y = Float64Array.from({ length: 30 }, (_, row) => Math.cos(row) + row / 5);
          const moved = x.map((value) => value * factor + offset);
          const original = predictRidge([x], fitRidge({ names: ["x"], columns: [x] }, y));
          const converted = predictRidge([moved], fitRidge({ names: ["x"], columns: [moved] }, y));
          converted.forEach((value, row) => expect(value).toBeCloseTo(original[row] ?? Number.NaN, 8));
        },
      ),
    );
  });

  it("learns in each fold from that fold's past only", () => {
    const x = Float64Array.from({ length: 24 }, (_, row) => Math.sin(row));
    const y = Float64Array.from({ length: 24 }, (_, row) => Math.cos(row));
    const changed = x.slice();
    changed.fill(1e6, 20);
    const errors = (column: Float64Array) =>
      fitRidge({ names: ["x"], columns: [column] }, y, { alphas: [1, 2] }).crossValidation.candidates.map((candidate) =>
        candidate.foldErrors.slice(0, 4),
      );
    expect(errors(changed)).toEqual(errors(x));
  });

  it.each([
    ["one row", { names: ["x"], columns: [Float64Array.of(1)] }, Float64Array.of(1), {}, "at least 2 rows, got 1"],
    ["too few rows for the folds", one, target, { cv_splits: 12 }, "12 rows are too few for 12 folds"],
  ])("refuses %s", (_, features, y, options, message) => {
    expect(() => fitRidge(features, y, options)).toThrow(message);
  });

  it("counts a row of weight 2 twice", () => {
    const x = Float64Array.from({ length: 20 }, (_, row) => Math.sin(row * 3) + row / 7);
    const y = Float64Array.from({ length: 20 }, (_, row) => Math.cos(row) + row / 5);
    const gapped = x.with(4, Number.NaN);
    const weights = y.map((_, row) => 1 + (row % 2));
    const rows = [...weights.keys()].flatMap((row) => (weights[row] === 2 ? [row, row] : [row]));
    const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
    const options = ridgeOptions.parse({ alpha: 0.5 });
    const names = ["x"];
    const weighted = fit({ names, columns: [gapped], target: y, weights }, options, () => undefined);
    const doubled = fit({ names, columns: [pick(gapped)], target: pick(y) }, options, () => undefined);
    expectClose(weighted.coefficients, doubled.coefficients, 1e-12);
    expectClose(weighted.means, doubled.means, 1e-12);
    expectClose(weighted.scales, doubled.scales, 1e-12);
    expect(weighted.intercept).toBeCloseTo(doubled.intercept, 12);
  });
});
