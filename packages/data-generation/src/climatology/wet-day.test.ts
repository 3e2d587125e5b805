import { randomKey } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { wetDayHours } from "./wet-day.ts";

describe("wetDayHours", () => {
  it("gives 24 hours in tenths, at least one of them wet, in one spell of at most 12 hours", () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.01, max: 60, noNaN: true }), (day, mean) => {
        const hours = wetDayHours(randomKey(3), day, mean);
        expect(hours).toHaveLength(24);
        expect(hours.every((value) => value >= 0 && Math.abs(value * 10 - Math.round(value * 10)) < 1e-9)).toBe(true);
        const wet = hours.flatMap((value, hour) => (value > 0 ? [hour] : []));
        expect(wet.length).toBeGreaterThan(0);
        expect((wet.at(-1) ?? 0) - (wet[0] ?? 0)).toBeLessThan(12);
      }),
    );
  });

  it("has the mean that it is given", () => {
    const days = 4000;
    let sum = 0;
    for (let day = 0; day < days; day++) sum += wetDayHours(randomKey(3), day, 12).reduce((a, b) => a + b, 0);
    expect(sum / days).toBeGreaterThan(11.3);
    expect(sum / days).toBeLessThan(12.7);
  });
});
