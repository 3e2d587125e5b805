import { createHash } from "node:crypto";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { randomKey, type RandomStream, randomStream, splitKey } from "./random.ts";

const take = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

/** sfc32 as published in PractRand, in exact integers, to judge the 32-bit arithmetic of the product. */
function* referenceSfc32(words: readonly number[]): Generator<number> {
  const mask = 0xffff_ffffn;
  let [a = 0n, b = 0n, c = 0n, counter = 0n] = words.map(BigInt);
  for (;;) {
    const output = (a + b + counter) & mask;
    counter = (counter + 1n) & mask;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & mask;
    c = ((((c << 21n) | (c >> 11n)) & mask) + output) & mask;
    yield Number(output);
  }
}

/** Pearson's χ² of counts against equal expectation. */
function chiSquare(counts: readonly number[], draws: number): number {
  const expected = draws / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function histogram(draws: number, bins: number, draw: () => number): number[] {
  const counts = Array<number>(bins).fill(0);
  for (let index = 0; index < draws; index++) {
    const bin = draw();
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** χ² with k degrees of freedom lies under this with probability 1 − 1e-6 (Wilson and Hilferty). */
const chiSquareBound = (degrees: number): number =>
  degrees * (1 - 2 / (9 * degrees) + 4.7534 * Math.sqrt(2 / (9 * degrees))) ** 3;

describe("keys", () => {
  test("are the first words of a SHA-256", () => {
    const digest = createHash("sha256").update("seed:42").digest();
    expect(randomKey(42).words).toEqual([0, 4, 8, 12].map((offset) => digest.readUInt32BE(offset)));
  });

  test("of the same seed and labels are equal, of others different", () => {
    const label = fc.oneof(fc.string(), fc.integer());
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer()), fc.array(label), fc.array(label), (seed, a, b) => {
        const key = randomKey(seed);
        expect(splitKey(key, ...a)).toEqual(splitKey(randomKey(seed), ...a));
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(JSON.stringify(splitKey(key, ...a)) === JSON.stringify(splitKey(key, ...b))).toBe(same);
        expect(splitKey(key, ...a)).not.toEqual(key);
      }),
    );
  });

  test("labels keep their borders and their types", () => {
    const key = randomKey("x");
    const children = [
      splitKey(key, "a", "b"),
      splitKey(key, "ab"),
      splitKey(key, 1),
      splitKey(key, "1"),
      splitKey(key),
    ];
    expect(new Set(children.map((child) => child.words.join())).size).toBe(children.length);
    expect(randomKey(-0)).toEqual(randomKey(0));
  });
});

describe("streams", () => {
  test("are sfc32 after 15 steps", () => {
    fc.assert(
      fc.property(fc.tuple(...take(4, () => fc.integer({ min: 0, max: 0xffff_ffff }))), (words) => {
        const stream = randomStream({ words: words as [number, number, number, number] });
        const expected = referenceSfc32(words).drop(15).take(50).toArray();
        expect(take(50, () => stream.uint32())).toEqual(expected);
      }),
    );
  });

  test("every bit is set half of the time", () => {
    const draws = 20_000;
    const stream = randomStream(randomKey("bits"));
    const set = Array<number>(32).fill(0);
    for (let index = 0; index < draws; index++) {
      const word = stream.uint32();
      for (let bit = 0; bit < 32; bit++) set[bit] = (set[bit] ?? 0) + ((word >>> bit) & 1);
    }
    for (const count of set) expect(Math.abs(count - draws / 2)).toBeLessThan(5 * Math.sqrt(draws / 4));
  });

  test("uniform fills [0, 1) evenly", () => {
    const stream = randomStream(randomKey("uniform"));
    const counts = histogram(50_000, 100, () => Math.floor(stream.uniform() * 100));
    expect(counts).toHaveLength(100);
    expect(chiSquare(counts, 50_000)).toBeLessThan(chiSquareBound(99));
  });

  test("integer is even for any bound", () => {
    const stream = randomStream(randomKey("integer"));
    for (const bound of [1, 2, 3, 7, 10, 37]) {
      const counts = histogram(20_000, bound, () => stream.integer(bound));
      expect(counts).toHaveLength(bound);
      expect(chiSquare(counts, 20_000)).toBeLessThanOrEqual(bound === 1 ? 0 : chiSquareBound(bound - 1));
    }
  });

  test("a bound of three quarters of 2³² shows no modulo bias", () => {
    const stream = randomStream(randomKey("bias"));
    const bound = 3 * 2 ** 30;
    const counts = histogram(30_000, 3, () => Math.floor(stream.integer(bound) / 2 ** 30));
    expect(chiSquare(counts, 30_000)).toBeLessThan(chiSquareBound(2));
  });

  test.each([0, -1, 1.5, Number.NaN, 2 ** 32 + 1])("integer(%d) is refused", (bound) => {
    expect(() => randomStream(randomKey(0)).integer(bound)).toThrow(RangeError);
  });

  test("normal has the moments of a standard normal", () => {
    const draws = 100_000;
    const stream = randomStream(randomKey("normal"));
    const values = take(draws, () => stream.normal());
    const moment = (order: number): number => values.reduce((sum, value) => sum + value ** order, 0) / draws;
    // Five standard errors: Var of x, x², x³, x⁴ is 1, 2, 15, 96.
    for (const [order, expected, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ] as const) {
      expect(Math.abs(moment(order) - expected)).toBeLessThan(5 * Math.sqrt(variance / draws));
    }
  });

  test("an array is filled by what single draws give, also in between", () => {
    const [one, other] = [randomStream(randomKey("fill")), randomStream(randomKey("fill"))];
    for (const length of [0, 1, 2, 3, 7, 1000, 1]) {
      const values = new Float64Array(length);
      one.fillNormal(values);
      expect([...values]).toEqual(take(length, () => other.normal()));
      expect(one.uint32()).toBe(other.uint32());
    }
  });

  test("shuffle gives each order equally often and loses nothing", () => {
    const stream = randomStream(randomKey("shuffle"));
    const orders = new Map<string, number>();
    for (let index = 0; index < 24_000; index++) {
      const order = stream.shuffle([0, 1, 2, 3]).join("");
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    expect(chiSquare([...orders.values()], 24_000)).toBeLessThan(chiSquareBound(23));
  });
});

describe("split streams are independent", () => {
  const correlation = (a: RandomStream, b: RandomStream, draws: number): number => {
    let product = 0;
    for (let index = 0; index < draws; index++) product += (a.uniform() - 0.5) * (b.uniform() - 0.5);
    return (12 * product) / draws;
  };

  test.each([
    ["siblings", splitKey(randomKey(1), "a"), splitKey(randomKey(1), "b")],
    ["neighbours by number", splitKey(randomKey(1), 0), splitKey(randomKey(1), 1)],
    ["parent and child", randomKey(1), splitKey(randomKey(1), "a")],
    ["neighbouring seeds", randomKey(1), randomKey(2)],
  ])("%s do not correlate", (_name, first, second) => {
    const draws = 20_000;
    expect(Math.abs(correlation(randomStream(first), randomStream(second), draws))).toBeLessThan(5 / Math.sqrt(draws));
  });

  test("first draws over many children are uniform", () => {
    const key = randomKey("children");
    let child = 0;
    const counts = histogram(10_000, 50, () => Math.floor(randomStream(splitKey(key, child++)).uniform() * 50));
    expect(chiSquare(counts, 10_000)).toBeLessThan(chiSquareBound(49));
  });
});
