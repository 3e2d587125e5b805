import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { annualCurve } from "./annual-curve.ts";

const monthly = fc.array(fc.double({ min: -50, max: 500, noNaN: true }), { minLength: 12, maxLength: 12 });

describe("annualCurve", () => {
  it("has the mean of each month in that month", () => {
    fc.assert(
      fc.property(monthly, (values) => {
        const curve = annualCurve(values);
        for (let month = 1; month <= 12; month++) {
          const parts = 200;
          let sum = 0;
          for (let part = 0; part < parts; part++) sum += curve({ month, fraction: (part + 0.5) / parts });
          expect(sum / parts).toBeCloseTo(values[month - 1] ?? Number.NaN, 6);
        }
      }),
    );
  });

  it("has no jump between months, December and January among them", () => {
    fc.assert(
      fc.property(monthly, fc.integer({ min: 1, max: 12 }), (values, month) => {
        const curve = annualCurve(values);
        expect(curve({ month, fraction: 1 })).toBeCloseTo(curve({ month: (month % 12) + 1, fraction: 0 }), 6);
      }),
    );
  });
});
