import { randomKey } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { dailyLatent, normalProbability } from "./daily-latent.ts";

describe("dailyLatent", () => {
  const latent = dailyLatent(randomKey(1), 0.7);
  const values = Array.from({ length: 5000 }, (_, day) => latent(day));
  const mean = (items: readonly number[]): number => items.reduce((sum, item) => sum + item, 0) / items.length;

  it("is standard normal, each day like the day before", () => {
    expect(mean(values)).toBeCloseTo(0, 0);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(values.slice(1).map((value, index) => value * (values[index] ?? 0)))).toBeCloseTo(0.7, 1);
  });

  it("gives a day the same value whichever days were asked for before", () => {
    const backwards = dailyLatent(randomKey(1), 0.7);
    for (const day of [400, 7, -3, 399]) expect(backwards(day)).toBe(dailyLatent(randomKey(1), 0.7)(day));
  });
});

describe("normalProbability", () => {
  // Table 26.1 of Abramowitz and Stegun.
  it.each([
    [0, 0.5],
    [1, 0.84134475],
    [-1, 0.15865525],
    [1.96, 0.9750021],
    [-3, 0.0013499],
  ])("of %d is %d", (x, probability) => {
    expect(normalProbability(x)).toBeCloseTo(probability, 6);
  });
});
