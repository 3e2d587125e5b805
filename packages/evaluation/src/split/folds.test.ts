import { HOUR, randomKey } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type Fold, groupKFold, kFold, stratifiedKFold, timeSeriesFolds } from "./folds.ts";

const key = randomKey(42);
const table = fc.record({
  codes: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 20, maxLength: 80 }),
  folds: fc.integer({ min: 2, max: 7 }),
  seed: fc.nat(),
});

function expectPartition(folds: readonly Fold[], rows: number): void {
  expect(folds.flatMap(({ test }) => [...test]).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: rows }, (_, row) => row),
  );
  for (const { train, test } of folds) {
    expect(train.length + test.length).toBe(rows);
    expect(new Set([...train, ...test]).size).toBe(rows);
  }
}

const spread = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts);

describe("folds", () => {
  it("test each row once and are as large as each other", () => {
    fc.assert(
      fc.property(table, ({ codes, folds, seed }) => {
        const plain = kFold(codes.length, { folds, key: randomKey(seed) });
        expectPartition(plain, codes.length);
        expect(spread(plain.map(({ test }) => test.length))).toBeLessThanOrEqual(1);
        const stratified = stratifiedKFold(Int32Array.from(codes), { folds, key: randomKey(seed) });
        expectPartition(stratified, codes.length);
        expect(spread(stratified.map(({ test }) => test.length))).toBeLessThanOrEqual(1);
        for (const code of new Set(codes)) {
          const counts = stratified.map(({ test }) => test.filter((row) => codes[row] === code).length);
          expect(spread(counts)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("do not depend on the order of rows that have keys", () => {
    const rowKeys = Array.from({ length: 30 }, (_, row) => `key ${row}`);
    const backwards = rowKeys.toReversed();
    const keysOf = (folds: readonly Fold[], keys: readonly string[]) =>
      folds.map(({ test }) => new Set(Array.from(test, (row) => keys[row])));
    const options = { folds: 4, key };
    expect(keysOf(kFold(30, { ...options, rowKeys: backwards }), backwards)).toEqual(
      keysOf(kFold(30, { ...options, rowKeys }), rowKeys),
    );
  });

  it("keep groups whole", () => {
    fc.assert(
      fc.property(table, ({ codes, folds, seed }) => {
        const groups = codes.map((code, row) => `${code}/${row % 5}`);
        fc.pre(new Set(groups).size >= folds);
        const grouped = groupKFold(groups, { folds, key: randomKey(seed) });
        expectPartition(grouped, codes.length);
        for (const { train, test } of grouped) {
          const trained = new Set(Array.from(train, (row) => groups[row]));
          expect(test.some((row) => trained.has(groups[row]))).toBe(false);
        }
      }),
    );
  });

  it("follow time: each tests what comes after its training, with the gap between", () => {
    const hourly = Float64Array.from({ length: 12 }, (_, row) => row * HOUR);
    const ranges = (options: Parameters<typeof timeSeriesFolds>[1]) =>
      timeSeriesFolds(hourly, options).map(({ train, test }) => [train[0], train.at(-1), test[0], test.at(-1)]);
    // As scikit-learn's TimeSeriesSplit(3), with gap=2 (three hours from row to row), test_size=2, max_train_size=4.
    expect(ranges({ folds: 3 })).toEqual([
      [0, 2, 3, 5],
      [0, 5, 6, 8],
      [0, 8, 9, 11],
    ]);
    expect(ranges({ folds: 3, gap: 3 * HOUR })).toEqual([
      [0, 0, 3, 5],
      [0, 3, 6, 8],
      [0, 6, 9, 11],
    ]);
    expect(ranges({ folds: 3, testRows: 2, maximumTrainRows: 4 })).toEqual([
      [2, 5, 6, 7],
      [4, 7, 8, 9],
      [6, 9, 10, 11],
    ]);
  });

  it("refuse what leaves nothing to train or test on", () => {
    expect(() => kFold(3, { folds: 4, key })).toThrow("Fold 4 of 3 rows would train or test on none");
    expect(() => kFold(3, { folds: 1, key })).toThrow("folds must be a whole number of at least 2");
    expect(() => groupKFold(["a", "a"], { folds: 2, key })).toThrow("Fold 2 of 2 rows");
    expect(() => timeSeriesFolds(Float64Array.of(0, 1, 2), { folds: 2, gap: 5 })).toThrow("Fold 1 of 3 rows");
    expect(() => timeSeriesFolds(Float64Array.of(0, 2, 1), { folds: 1 })).toThrow("Row 2 is earlier");
  });
});
