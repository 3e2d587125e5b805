import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { binExtremes } from "./bin-extremes.ts";
import { densityGrid } from "./density-grid.ts";
import { histogramOf } from "./histogram-bins.ts";
import { largestTriangles } from "./largest-triangle.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { assertAscending, assertSameLength, numberAt } from "./series.ts";

const values = fc.array(
  fc.oneof(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
  ),
  {
    maxLength: 400,
  },
);
const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 400 });
const presentIn = (list: readonly (number | null)[]): number =>
  list.filter((value) => value !== null && Math.abs(value) <= 1e100).length;
const positions = (length: number): number[] => Array.from({ length }, (_, at) => at);

describe("largest triangles", () => {
  test("keeps the ends, no more points than asked for, in order", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 3, max: 60 }), (y, maximum) => {
        const kept = [...largestTriangles(positions(y.length), y, maximum)];
        expect(kept).toHaveLength(Math.min(y.length, maximum));
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(y.length - 1);
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      }),
    );
  });

  test("a single peak is kept", () => {
    const y = positions(1000).map((at) => (at === 637 ? 5 : 0));
    expect([...largestTriangles(positions(1000), y, 20)]).toContain(637);
  });
});

describe("extremes of columns", () => {
  test("the lowest and the highest value are kept, at most four points a column", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 30 }), (y, bins) => {
        const kept = [...binExtremes(positions(y.length), y, bins)];
        const present = (list: readonly (number | null | undefined)[]) =>
          list.map((value) => numberAt([value ?? null], 0)).filter((value) => !Number.isNaN(value));
        expect(kept.length).toBeLessThanOrEqual(Math.max(4 * bins, 0));
        const [all, drawn] = [present(y), present(kept.map((at) => y[at]))];
        expect(Math.min(...drawn)).toBe(Math.min(...all));
        expect(Math.max(...drawn)).toBe(Math.max(...all));
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      }),
    );
  });

  test("a gap as wide as a column stays a gap", () => {
    const y = positions(1000).map((at) => (at >= 400 && at < 600 ? null : 1));
    const kept = [...binExtremes(positions(1000), y, 10)];
    expect(kept.map((at) => y[at])).toContain(null);
  });

  test("points at one instant fall into one column", () => {
    expect(binExtremes(new Float64Array(5000), positions(5000), 10)).toHaveLength(2);
  });
});

test("a density counts every point that has both coordinates, once", () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 20 }), (y, side) => {
      const { cells, points } = densityGrid(positions(y.length), y, side);
      expect(points).toBe(presentIn(y));
      expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(points);
      expect(cells.length).toBeLessThanOrEqual(side * side);
    }),
  );
});

describe("histogram", () => {
  test("counts every value that is present, once, in ascending bins", () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const { edges, counts, present } = histogramOf([first, second]);
        expect(present).toEqual([first, second].map(presentIn));
        expect(counts.every((list) => list.length === Math.max(edges.length - 1, 0))).toBe(true);
        expect(edges).toEqual(edges.toSorted((a, b) => a - b));
        expect(edges.length).toBeLessThanOrEqual(52);
      }),
    );
  });

  test.each([2 ** 52 - 1, 2 ** 52, 12676281299844148, -(2 ** 53), 1e99])(
    "a single whole number %d is counted",
    (value) => {
      const { edges, counts } = histogramOf([[value, null], []]);
      expect(new Set(edges).size).toBe(edges.length);
      expect(counts.map((list) => list.reduce((sum, count) => sum + count, 0))).toEqual([1, 0]);
    },
  );

  test("whole numbers of a small range have a bin each", () => {
    expect(histogramOf([[1, 2, 2, 4]])).toEqual({
      edges: [0.5, 1.5, 2.5, 3.5, 4.5],
      counts: [[1, 2, 0, 1]],
      present: [4],
    });
  });
});

// python3 -c "from statistics import NormalDist; print([(p, NormalDist().inv_cdf(p)) for p in (...)])"
test.each([
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798405],
  [1e-9, -5.9978070150076865],
  [0.001, -3.090232306167813],
  [0.05, -1.6448536269514726],
  [0.075, -1.4395314709384557],
  [0.3, -0.5244005127080407],
  [0.5, 0],
  [0.9, 1.2815515655446008],
  [0.9999, 3.7190164854557084],
  [1 - 1e-15, 7.941444487415977],
])("normal quantile of %d", (p, quantile) => {
  expect(normalQuantile(p)).toBeCloseTo(quantile, 13);
});

test("series that do not fit together are named", () => {
  const invalid = (message: RegExp) =>
    expect.objectContaining({
      code: "REPORT_DATA_INVALID",
      message: expect.stringMatching(message) as string,
    }) as Error;
  expect(() => assertSameLength("ROC", { x: [1, 2], y: [1] })).toThrow(
    invalid(/ROC: "y" has 1 values where "x" has 2/u),
  );
  expect(() => assertAscending("Line", "x", [1, 3, 2])).toThrow(invalid(/2 at position 2 follows 3/u));
  expect(() => assertAscending("Line", "x", [1, null])).toThrow(invalid(/null at position 1/u));
});
