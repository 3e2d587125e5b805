import { randomKey, randomStream } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { errorBand, hitRate } from "./error-band.ts";

describe("errorBand", () => {
  it("is the (n + 1) · level-th smallest size, rounded up", () => {
    expect(errorBand([1, -2, 3, -4], 0.8)).toEqual({ halfWidth: 4, level: 0.8, n: 4 });
    expect(errorBand([9, -8, 7, 6, -5, 4, 3, 2, 1], 0.8).halfWidth).toBe(8);
    expect(errorBand([9, -8, 7, 6, -5, 4, 3, 2, 1, 0], 0.8).halfWidth).toBe(8);
    expect(
      errorBand(
        Array.from({ length: 99 }, (_, index) => index),
        0.7,
      ).halfWidth,
    ).toBe(69);
  });

  it("is null where no residual is large enough for the level", () => {
    expect(errorBand([1, 2, 3], 0.8)).toEqual({ halfWidth: null, level: 0.8, n: 3, reason: "too-few-residuals" });
    expect(errorBand([], 0.5)).toMatchObject({ halfWidth: null });
  });

  it("holds at least its level of the residuals it was made of, and grows with the level", () => {
    const residuals = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 10, maxLength: 200 });
    fc.assert(
      fc.property(residuals, fc.constantFrom(0.5, 0.6, 0.8), (values, level) => {
        const band = errorBand(values, level);
        const inside = values.filter((value) => Math.abs(value) <= (band.halfWidth ?? Number.NaN)).length;
        expect(inside).toBeGreaterThanOrEqual(level * values.length);
        expect(errorBand(values, 0.9).halfWidth ?? Infinity).toBeGreaterThanOrEqual(band.halfWidth ?? Number.NaN);
      }),
    );
  });

  it("holds new residuals with its level on average, even from few", () => {
    const random = randomStream(randomKey("conformal"));
    let hits = 0;
    for (let trial = 0; trial < 4000; trial++) {
      const band = errorBand(
        Array.from({ length: 9 }, () => random.normal()),
        0.8,
      );
      if (Math.abs(random.normal()) <= (band.halfWidth ?? 0)) hits++;
    }
    expect(hits / 4000).toBeCloseTo(0.8, 1);
  });

  it("refuses levels out of range and residuals that are not finite", () => {
    expect(() => errorBand([1], 1)).toThrow("level must be between 0 and 1");
    expect(() => errorBand([1, Number.NaN])).toThrow("Point 1 of the residuals is NaN");
  });
});

describe("hitRate", () => {
  const band = { halfWidth: 2 };

  it("is the share of truths inside the band, its bounds included", () => {
    const residuals = [...Array<number>(15).fill(-2), ...Array<number>(5).fill(2.1)];
    expect(hitRate(band, residuals)).toEqual({ confidence: 0.75, hits: 15, n: 20 });
  });

  it("is null with a reason until there are enough truths, or where there is no band", () => {
    expect(hitRate(band, Array<number>(19).fill(0))).toEqual({
      confidence: null,
      hits: 19,
      n: 19,
      reason: "too-few-truths",
    });
    expect(hitRate(band, Array<number>(5).fill(0), 5)).toMatchObject({ confidence: 1 });
    expect(hitRate({ halfWidth: null }, Array<number>(30).fill(0))).toMatchObject({
      confidence: null,
      reason: "no-error-band",
    });
  });
});
