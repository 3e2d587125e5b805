import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { expandingFolds } from "./expanding-folds.ts";

describe("expandingFolds", () => {
  it("gives the folds of scikit-learn's TimeSeriesSplit", () => {
    // list(TimeSeriesSplit(3, gap=1).split(range(11))): training rows end before 4, 6 and 8, tests are 5–6, 7–8, 9–10.
    expect(expandingFolds(11, 3, 1)).toEqual([
      { trainEnd: 4, testStart: 5, testEnd: 7 },
      { trainEnd: 6, testStart: 7, testEnd: 9 },
      { trainEnd: 8, testStart: 9, testEnd: 11 },
    ]);
  });

  it("never judges a row that it learnt from, and judges the last row", () => {
    const folds = fc.record({
      rows: fc.integer({ min: 30, max: 500 }),
      splits: fc.integer({ min: 2, max: 9 }),
      gap: fc.nat(2),
    });
    fc.assert(
      fc.property(folds, ({ rows, splits, gap }) => {
        const made = expandingFolds(rows, splits, gap);
        expect(made).toHaveLength(splits);
        expect(made.at(-1)?.testEnd).toBe(rows);
        made.forEach((fold, index) => {
          expect(fold.testStart - fold.trainEnd).toBe(gap);
          expect(fold.trainEnd).toBeGreaterThan(0);
          expect(fold.testStart).toBe(made[index - 1]?.testEnd ?? fold.testStart);
        });
      }),
    );
  });

  it("refuses too few rows and options out of range", () => {
    expect(() => expandingFolds(5, 5)).toThrow("5 rows are too few for 5 folds");
    expect(() => expandingFolds(12, 5, 2)).toThrow("too few");
    expect(() => expandingFolds(100, 1)).toThrow("splits ≥ 2");
    expect(() => expandingFolds(100, 5, -1)).toThrow("gap ≥ 0");
  });
});
