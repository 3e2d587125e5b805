import { randomKey, randomStream } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { groupSplit } from "./group-split.ts";
import { randomSplit } from "./random-split.ts";
import { type PartName, partNames, type Split, type SplitFractions } from "./split.ts";
import { splitManifest, verifySplit } from "./split-manifest.ts";
import { stratifiedSplit } from "./stratified-split.ts";
import { timeSplit } from "./time-split.ts";

const key = randomKey(42);
const threeWay = { train: 0.7, validation: 0.15, test: 0.15 };
const fourWay = { train: 0.7, validation: 0.15, test: 0.1, calibration: 0.05 };

const sizes = ({ parts }: Split) =>
  Object.fromEntries(Object.entries(parts).map(([part, rows]) => [part, rows.length]));
const keysOf = ({ parts }: Split, rowKeys: readonly string[]) =>
  Object.fromEntries(
    Object.entries(parts).map(([part, rows]) => [part, Array.from(rows, (row) => rowKeys[row] ?? "").toSorted()]),
  );

const ways = fc.constantFrom<SplitFractions>(
  { train: 0.8, test: 0.2 },
  threeWay,
  fourWay,
  { train: 0.6, validation: 0.2, test: 0.2, calibration: 0 },
  { train: 1 / 3, validation: 1 / 3, test: 1 / 3 },
);

describe("a split", () => {
  const table = fc.record({
    codes: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 60, maxLength: 200 }),
    fractions: ways,
    seed: fc.nat(),
  });

  it("puts each row into one part, and parts within a row or so of their share", () => {
    fc.assert(
      fc.property(table, ({ codes, fractions, seed }) => {
        const options = { fractions, key: randomKey(seed) };
        const classes = Int32Array.from(codes);
        for (const split of [randomSplit(codes.length, options), stratifiedSplit(classes, options)]) {
          const rows = Object.values(split.parts).flatMap((part) => [...part]);
          expect(rows.toSorted((a, b) => a - b)).toEqual([...codes.keys()]);
          for (const [part, positions] of Object.entries(split.parts)) {
            const share = codes.length * (fractions[part as PartName] ?? 0);
            expect(Math.abs(positions.length - share)).toBeLessThanOrEqual(split.strategy === "random" ? 1 : 4);
            expect([...positions]).toEqual([...positions].toSorted((a, b) => a - b));
          }
        }
      }),
    );
  });

  it("holds each class in its share, at least once in every part", () => {
    fc.assert(
      fc.property(table, ({ codes, fractions, seed }) => {
        const split = stratifiedSplit(Int32Array.from(codes), { fractions, key: randomKey(seed) });
        fc.pre(split.strategy === "stratified");
        for (const [part, positions] of Object.entries(split.parts)) {
          for (const code of new Set(codes)) {
            const expected = codes.filter((other) => other === code).length * (fractions[part as PartName] ?? 0);
            const actual = positions.filter((row) => codes[row] === code).length;
            expect(actual).toBeGreaterThanOrEqual(1);
            // Beyond rounding, a part may owe a row to one that would have had none.
            expect(Math.abs(actual - expected)).toBeLessThan(4);
          }
        }
      }),
    );
  });

  it("does not depend on the order of rows that have keys", () => {
    fc.assert(
      fc.property(table, ({ codes, fractions, seed }) => {
        const rowKeys = codes.map((_, row) => `row ${row % 50}`);
        const shuffled = randomStream(randomKey(`order ${seed}`)).shuffle([...codes.keys()]);
        const movedKeys = shuffled.map((row) => rowKeys[row] ?? "");
        const options = { fractions, key: randomKey(seed) };
        const [here, there] = [
          randomSplit(codes.length, { ...options, rowKeys }),
          randomSplit(codes.length, { ...options, rowKeys: movedKeys }),
        ];
        expect(keysOf(there, movedKeys)).toEqual(keysOf(here, rowKeys));
        const byKey = (text: string) => Number(text.slice(4)) % 3;
        const [strata, movedStrata] = [rowKeys, movedKeys].map((keys) => Int32Array.from(keys, byKey));
        expect(
          keysOf(stratifiedSplit(movedStrata ?? new Int32Array(), { ...options, rowKeys: movedKeys }), movedKeys),
        ).toEqual(keysOf(stratifiedSplit(strata ?? new Int32Array(), { ...options, rowKeys }), rowKeys));
      }),
    );
  });

  it("is the same for the same seed, and another for another", () => {
    for (const rowKeys of [undefined, Array.from({ length: 200 }, (_, row) => `row ${row}`)]) {
      const at = (seed: number) => randomSplit(200, { fractions: threeWay, key: randomKey(seed), rowKeys }).parts;
      expect(at(42)).toEqual(at(42));
      expect(at(42)).not.toEqual(at(43));
    }
  });

  it("draws rows evenly, by position and by key", () => {
    for (const rowKeys of [undefined, Array.from({ length: 4000 }, (_, row) => String(row))]) {
      const { parts } = randomSplit(4000, { fractions: { train: 0.5, test: 0.5 }, key, rowKeys });
      const test = parts.test ?? new Uint32Array();
      const [early, even] = [test.filter((row) => row < 2000).length, test.filter((row) => row % 2 === 0).length];
      // Four standard deviations of a draw of 2,000 from 4,000.
      for (const count of [early, even]) expect(Math.abs(count - 1000)).toBeLessThan(65);
    }
  });

  it("is 70/15/15 for the daily default table", () => {
    const codes = Int32Array.from({ length: 10_000 }, (_, row) => (row % 149 < 10 ? 1 : 0));
    const split = stratifiedSplit(codes, { fractions: threeWay, key });
    expect(sizes(split)).toEqual({ train: 7000, validation: 1500, test: 1500 });
    const positives = codes.filter((code) => code === 1).length;
    const shares = Object.values(split.parts).map((rows) => rows.filter((row) => codes[row] === 1).length / positives);
    expect(shares).toEqual([0.7, 0.15, 0.15].map((share) => expect.closeTo(share, 2)));
  });

  it("is random, with the reason, where a class has fewer than four rows", () => {
    const codes = Int32Array.from({ length: 40 }, (_, row) => (row < 3 ? 1 : 0));
    const split = stratifiedSplit(codes, { fractions: fourWay, key });
    expect(split).toMatchObject({ strategy: "random", reasons: ["class-with-fewer-than-4-rows"] });
    expect(split.parts).toEqual(randomSplit(40, { fractions: fourWay, key }).parts);
  });

  it.each([
    [{ train: 0.7, test: 0.2 }, "the sum of the fractions must be 1, give or take 0.001"],
    [{ train: 1 }, "the number of parts must be at least 2"],
    [{ train: 1.2, test: -0.2 }, "the train fraction must be between 0 and 1"],
    [{ train: 0.99, test: 0.01 }, "The test part of 10 rows would hold none."],
  ])("refuses %o", (fractions, message) => {
    expect(() => randomSplit(10, { fractions, key })).toThrow(message);
  });

  it("takes fractions that miss 1 by rounding", () => {
    const split = randomSplit(300, { fractions: { train: 0.333, validation: 0.333, test: 0.333 }, key });
    expect(sizes(split)).toEqual({ train: 100, validation: 100, test: 100 });
    expect(() => randomSplit(3, { fractions: threeWay, key, rowKeys: ["a"] })).toThrow("3 rows, but 1 row keys");
  });
});

describe("groupSplit", () => {
  const groups = fc.array(fc.integer({ min: 0, max: 30 }).map(String), { minLength: 80, maxLength: 200 });

  it("lets no group into two parts, whatever the order of the rows", () => {
    fc.assert(
      fc.property(groups, fc.nat(), (names, seed) => {
        fc.pre(new Set(names).size > 12);
        const options = { fractions: threeWay, key: randomKey(seed) };
        const split = groupSplit(names, options);
        const owners = Object.values(split.parts).map((rows) => new Set(Array.from(rows, (row) => names[row] ?? "")));
        expect(owners.reduce((sum, own) => sum + own.size, 0)).toBe(new Set(names).size);
        const backwards = names.toReversed();
        expect(keysOf(groupSplit(backwards, options), backwards)).toEqual(keysOf(split, names));
      }),
    );
  });

  it("refuses fewer groups than parts", () => {
    expect(() => groupSplit(["a", "b", "a"], { fractions: threeWay, key })).toThrow("part of 3 rows would hold none");
  });
});

describe("timeSplit", () => {
  it("follows time with the gap between parts, whatever the order of the rows", () => {
    const rows = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 60, maxLength: 150 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 10 }), (instants, gap) => {
        fc.pre(Math.max(...instants) - Math.min(...instants) > 300);
        let split: Split;
        try {
          split = timeSplit(Float64Array.from(instants), { fractions: fourWay, gap });
        } catch {
          return;
        }
        const present = partNames.flatMap((part) => split.parts[part] ?? []);
        const [times] = [present.map((part) => Array.from(part, (row) => instants[row] ?? Number.NaN))];
        for (const [at, part] of times.entries()) {
          const before = times[at - 1];
          if (before === undefined) continue;
          const distance = Math.min(...part) - Math.max(...before);
          expect(distance > 0 && distance >= gap).toBe(true);
        }
        const kept = present.reduce((sum, part) => sum + part.length, 0);
        expect(kept + split.purged).toBe(instants.length);
      }),
    );
  });

  it("puts calibration between validation and test", () => {
    const instants = Float64Array.from({ length: 100 }, (_, row) => 99 - row);
    const split = timeSplit(instants, { fractions: fourWay });
    expect(sizes(split)).toEqual({ train: 70, validation: 15, calibration: 5, test: 10 });
    expect([...(split.parts.test ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe("a split's manifest", () => {
  const rowKeys = Array.from({ length: 40 }, (_, row) => `customer ${row}`);
  const split = randomSplit(40, { fractions: threeWay, key, rowKeys });
  const manifest = splitManifest(split, rowKeys, { fractions: threeWay, seed: 42 });
  const keys = keysOf(split, rowKeys);

  it("recognises its rows in any order, from JSON", () => {
    const again = JSON.parse(JSON.stringify(manifest)) as typeof manifest;
    const reversed = Object.fromEntries(Object.entries(keys).map(([part, own]) => [part, own.toReversed()]));
    expect(verifySplit(again, reversed)).toEqual([]);
    expect(manifest).toMatchObject({ strategy: "random", seed: 42, parts: { train: { rows: 28 }, test: { rows: 6 } } });
  });

  it("names the part that differs", () => {
    const [first = "", ...others] = keys["test"] ?? [];
    const train = keys["train"] ?? [];
    expect(verifySplit(manifest, { ...keys, test: others, calibration: [first] })).toEqual([
      { part: "calibration", problem: "unexpected", expectedRows: 0, actualRows: 1 },
      { part: "test", problem: "other-number-of-rows", expectedRows: 6, actualRows: 5 },
    ]);
    expect(verifySplit(manifest, { ...keys, test: [train[0] ?? "", ...others] })).toMatchObject([
      { part: "test", problem: "other-rows" },
    ]);
    expect(verifySplit(manifest, { train, test: keys["test"] ?? [] })).toMatchObject([
      { part: "validation", problem: "missing" },
    ]);
  });
});
