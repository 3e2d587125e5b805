import { randomKey } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { maskSource } from "./keep-masks.ts";
import { maskPool } from "./mask-pool.ts";

const key = randomKey("masks");
const SIZE = 100_003;

function sharedMean(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0) / one.length;
}

/** Standard deviations from an expected share. */
function deviations(share: number, expected: number, count: number): number {
  return Math.abs(share - expected) / Math.sqrt((expected * (1 - expected)) / count);
}

describe("maskSource", () => {
  it.each([0.05, 0.15, 0.3, 0.5, 0.9])("keeps all but a share of %d", (rate) => {
    const mask = maskSource(key).masks(0, SIZE, rate, 0, 1);
    expect(new Set(mask)).toEqual(new Set([0, 1]));
    const kept = mask.reduce((sum, value) => sum + value, 0) / SIZE;
    expect(deviations(kept, 1 - rate, SIZE)).toBeLessThan(4);
  });

  it("draws masks that are independent between sites, steps and neighbours", () => {
    const source = maskSource(key);
    const mask = source.masks(0, SIZE, 0.3, 5, 1);
    const others = [
      source.masks(1, SIZE, 0.3, 5, 1),
      source.masks(0, SIZE, 0.3, 6, 1),
      maskSource(randomKey("other")).masks(0, SIZE, 0.3, 5, 1),
      ...[1, 2, 3, 4, 8, 23, 32, 64].map((shift) => Uint8Array.from(mask, (_, at) => mask[(at + shift) % SIZE] ?? 0)),
    ];
    for (const other of others) expect(deviations(sharedMean(mask, other), 0.49, SIZE)).toBeLessThan(4.5);
  });

  it("gives each step the same mask, whichever call it is drawn in", () => {
    const source = maskSource(key);
    const together = source.masks(3, 37, 0.3, 10, 5);
    const alone = [0, 1, 2, 3, 4].flatMap((step) => [...maskSource(key).masks(3, 37, 0.3, 10 + step, 1)]);
    expect([...together]).toEqual(alone);
  });
});

describe("maskPool", () => {
  it("comes back after its length, whichever call a step is in", () => {
    const pool = maskPool({ sites: [{ input: "mask0", rate: 0.3, size: 41 }], slices: 1 }, key);
    const long = pool.masks(0, 41, 0.3, 0, 200);
    expect([...pool.masks(0, 41, 0.3, 90, 12)]).toEqual([...long.subarray(90 * 41, 102 * 41)]);
    expect([...long.subarray(0, 41)]).toEqual([...long.subarray(96 * 41, 97 * 41)]);
    expect([...long.subarray(0, 41)]).not.toEqual([...long.subarray(41, 82)]);
  });
});
