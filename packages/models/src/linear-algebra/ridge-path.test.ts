import { randomKey, randomStream } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { dot, orthogonaliseColumns } from "./orthogonal-columns.ts";
import { ridgePath } from "./ridge-path.ts";

function randomColumns(seed: number, rows: number, columns: number): Float64Array[] {
  const random = randomStream(randomKey(seed));
  return Array.from({ length: columns }, () => Float64Array.from({ length: rows }, () => random.normal()));
}

const copies = (columns: readonly Float64Array[]) => columns.map((column) => column.slice());
const sizes = fc.record({
  seed: fc.nat(),
  rows: fc.integer({ min: 1, max: 30 }),
  columns: fc.integer({ min: 1, max: 12 }),
  alpha: fc.constantFrom(1e-3, 1, 100),
});

describe("ridgePath", () => {
  it("solves the normal equations (XᵀX + alpha) w = Xᵀy, whatever the shape", () => {
    fc.assert(
      fc.property(sizes, ({ seed, rows, columns, alpha }) => {
        const [y, ...x] = randomColumns(seed, rows, columns + 1);
        if (y === undefined) throw new Error("no target");
        const [w] = ridgePath(copies(x), y.slice(), [alpha]);
        if (w === undefined) throw new Error("no solution");
        const residual = y.map(
          (value, row) => value - x.reduce((sum, column, i) => sum + (column[row] ?? 0) * (w[i] ?? 0), 0),
        );
        x.forEach((column, i) => expect(dot(column, residual)).toBeCloseTo(alpha * (w[i] ?? 0), 8));
      }),
    );
  });

  it("shares weight equally between equal columns", () => {
    const [y, column] = randomColumns(1, 20, 2);
    if (y === undefined || column === undefined) throw new Error("no columns");
    for (const alpha of [0, 1e-9, 1]) {
      const [w] = ridgePath([column.slice(), column.slice(), column.slice()], y.slice(), [alpha]);
      const whole = dot(column, y) / (dot(column, column) + alpha / 3);
      for (const weight of w ?? []) expect(weight).toBeCloseTo(whole / 3, 12);
    }
  });

  it("finds the exact solution where the data has one", () => {
    const x = randomColumns(3, 40, 4);
    const truth = [2, -1, 0.5, 7];
    const y = Float64Array.from({ length: 40 }, (_, row) =>
      x.reduce((sum, c, i) => sum + (c[row] ?? 0) * (truth[i] ?? 0), 0),
    );
    const [w] = ridgePath(x, y, [0]);
    truth.forEach((value, i) => expect(w?.[i]).toBeCloseTo(value, 12));
  });

  it("keeps its digits where a column is all but its first entry", () => {
    const columns = [Float64Array.of(1, 1e-9, 0), Float64Array.of(1, 0, 1e-9)];
    const [w] = ridgePath(columns, Float64Array.of(5, 2e-9, 3e-9), [0]);
    expect([...(w ?? [])]).toEqual([expect.closeTo(2, 6), expect.closeTo(3, 6)]);
  });

  it("answers zeros for columns of zeros", () => {
    expect(ridgePath([new Float64Array(3)], Float64Array.of(1, 2, 3), [0, 1])).toEqual([
      Float64Array.of(0),
      Float64Array.of(0),
    ]);
  });
});

describe("orthogonaliseColumns", () => {
  it("gives orthogonal W = A V with V orthogonal", () => {
    fc.assert(
      fc.property(sizes, ({ seed, rows, columns }) => {
        const a = randomColumns(seed, rows, columns);
        const { w, v } = orthogonaliseColumns(copies(a));
        w.forEach((first, i) => {
          for (let j = 0; j < i; j++) expect(Math.abs(dot(first, w[j] ?? first))).toBeLessThan(1e-10);
          v.forEach((other, j) => expect(dot(v[i] ?? other, other)).toBeCloseTo(i === j ? 1 : 0, 10));
          const product = first.map((_, row) =>
            a.reduce((sum, column, k) => sum + (column[row] ?? 0) * (v[i]?.[k] ?? 0), 0),
          );
          product.forEach((value, row) => expect(value).toBeCloseTo(first[row] ?? Number.NaN, 10));
        });
      }),
    );
  });

  it("settles on columns of which many are equal or all but equal", () => {
    const [base, noise] = randomColumns(4, 12, 2);
    if (base === undefined || noise === undefined) throw new Error("no columns");
    const columns = Array.from({ length: 9 }, (_, index) =>
      base.map((value, row) => value + (noise[row] ?? 0) * 10 ** (-2 * index)),
    );
    const { w } = orthogonaliseColumns([...columns, ...copies(columns)]);
    const lengths = w.map((column) => Math.sqrt(dot(column, column))).toSorted((a, b) => b - a);
    expect(lengths[0]).toBeGreaterThan(1);
    expect(lengths[1]).toBeGreaterThan(0.1);
    for (const length of lengths.slice(2)) expect(length).toBeLessThan(1e-13);
  });

  it.each([
    ["more columns than rows", randomColumns(5, 10, 60)],
    [
      "columns of very different lengths",
      randomColumns(6, 20, 20).map((c, i) => c.map((value) => value * 10 ** (-8 * i))),
    ],
    ["a single column and a zero one", [...randomColumns(7, 5, 1), new Float64Array(5)]],
  ])("settles within a few sweeps on %s", (_, columns) => {
    expect(orthogonaliseColumns(columns).sweeps).toBeLessThan(20);
  });

  it("refuses what is not finite", () => {
    expect(() => orthogonaliseColumns([Float64Array.of(1, Number.NaN)])).toThrow(RangeError);
  });
});
