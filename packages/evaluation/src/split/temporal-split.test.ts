import { HOUR } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type RowRange, temporalSplit } from "./temporal-split.ts";

const fractions = { train: 0.6, validation: 0.2, test: 0.2 };
const hourly = (rows: number) => Array.from({ length: rows }, (_, row) => row * HOUR);

describe("temporalSplit", () => {
  it("leaves horizon and look-back between the parts, at the earlier part's cost", () => {
    expect(temporalSplit(hourly(100), { fractions, horizonHours: 1, lookbackHours: 3 })).toEqual({
      train: { from: 0, to: 57 },
      validation: { from: 60, to: 77 },
      test: { from: 80, to: 100 },
      purged: 6,
      gapHours: 4,
    });
  });

  it("lets no observation into two parts, whatever the gaps in the data", () => {
    const cases = fc.record({
      steps: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 60, maxLength: 200 }),
      horizonHours: fc.integer({ min: 0, max: 6 }),
      lookbackHours: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(cases, ({ steps, horizonHours, lookbackHours }) => {
        let now = 0;
        const instants = steps.map((step) => (now += step) * HOUR);
        const starts = [0, 0.6, 0.8].map((share) => instants[Math.round(instants.length * share)] ?? 0);
        const [train = 0, validation = 0, test = 0] = starts;
        const gap = Math.max(horizonHours + lookbackHours, 1) * HOUR;
        fc.pre(validation - train >= gap && test - validation >= gap);
        const split = temporalSplit(instants, { fractions, horizonHours, lookbackHours });
        const observed = ({ from, to }: RowRange) => ({
          first: (instants[from] ?? 0) - lookbackHours * HOUR,
          last: (instants[to - 1] ?? 0) + horizonHours * HOUR,
        });
        expect(observed(split.train).last).toBeLessThanOrEqual(observed(split.validation).first);
        expect(observed(split.validation).last).toBeLessThanOrEqual(observed(split.test).first);
        expect(split.test.to).toBe(instants.length);
      }),
    );
  });

  it("keeps rows of one instant together when several stations share it", () => {
    const instants = hourly(50).flatMap((instant) => [instant, instant]);
    const uneven = { train: 0.55, validation: 0.25, test: 0.2 };
    const { train, validation } = temporalSplit(instants, { fractions: uneven, horizonHours: 0, lookbackHours: 0 });
    expect(instants[train.to - 1]).toBeLessThan(instants[validation.from] ?? 0);
  });

  it("refuses rows out of order, shares that do not sum to 1 and parts without rows", () => {
    const options = { fractions, horizonHours: 1, lookbackHours: 3 };
    expect(() => temporalSplit([0, 2, 1], options)).toThrow("Row 2 is earlier than the row before it");
    expect(() => temporalSplit(hourly(10), options)).toThrow("The validation part of 10 rows would hold none.");
    expect(() => temporalSplit([], options)).toThrow("The train part of 0 rows would hold none.");
    expect(() => temporalSplit(hourly(10), { ...options, fractions: { ...fractions, test: 0.3 } })).toThrow(
      "must be 1",
    );
    expect(() => temporalSplit(hourly(10), { ...options, horizonHours: -1 })).toThrow(
      "horizonHours must be at least 0",
    );
  });
});
