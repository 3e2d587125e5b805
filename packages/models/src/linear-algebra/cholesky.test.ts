import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { choleskySolve } from "./cholesky.ts";

describe("choleskySolve", () => {
  it("solves positive definite systems of rows of any size", () => {
    const entry = fc.double({ min: -2, max: 2, noNaN: true });
    const matrix = fc.array(fc.array(entry, { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 });
    const sizes = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(matrix, sizes, fc.array(entry, { minLength: 4, maxLength: 4 }), (b, exponents, x) => {
        // A = S (BBᵀ + I) S is positive definite; its rows and columns have sizes of their own.
        const size = (index: number): number => 10 ** (exponents[index] ?? 0);
        const at = (i: number, j: number): number =>
          size(i) *
          size(j) *
          ((b[i] ?? []).reduce((sum, value, k) => sum + value * (b[j]?.[k] ?? 0), 0) + (i === j ? 1 : 0));
        const lower = Float64Array.from({ length: 16 }, (_, index) => at(Math.floor(index / 4), index % 4));
        const solution = x.map((value, index) => value / size(index));
        const right = Float64Array.from(x, (_, i) => solution.reduce((sum, value, j) => sum + at(i, j) * value, 0));
        choleskySolve(lower, right).forEach((value, index) =>
          expect(value * size(index)).toBeCloseTo(x[index] ?? 0, 7),
        );
      }),
    );
  });

  it("leaves directions alone in which neither side says anything", () => {
    const solution = choleskySolve(Float64Array.of(1, 0, -1, 1), Float64Array.of(1, -1));
    expect((solution[0] ?? 0) - (solution[1] ?? 0)).toBeCloseTo(1, 9);
    expect((solution[0] ?? 0) + (solution[1] ?? 0)).toBeCloseTo(0, 3);
    expect([...choleskySolve(Float64Array.of(4, 0, 0, 0), Float64Array.of(2, 0))]).toEqual([expect.closeTo(0.5), 0]);
  });

  it("refuses what is not finite", () => {
    expect(() => choleskySolve(Float64Array.of(Number.NaN), Float64Array.of(1))).toThrow("finite");
  });
});
