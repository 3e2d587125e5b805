import { readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { fitEstimator } from "../../estimator/fit-estimator.ts";
import dummyRegressor from "./dummy-regressor.ts";
import { quantile } from "./quantile.ts";

interface GoldenCase {
  readonly options: { readonly strategy: string; readonly quantile?: number };
  readonly target: readonly number[];
  readonly weights: readonly number[] | null;
  readonly value: number;
}

const golden = JSON.parse(
  readFileSync(new URL("../../../../../fixtures/golden/models/dummy.json", import.meta.url), "utf8"),
) as { readonly regressions: readonly GoldenCase[] };

describe("dummy-regressor against scikit-learn", () => {
  it.each(golden.regressions)("$options of $target by $weights", async ({ options, target, weights, value }) => {
    const values = Float64Array.from(target);
    const fitted = await fitEstimator(
      dummyRegressor,
      {
        features: [{ kind: "numeric", name: "x", values: new Float64Array(values.length) }],
        target: { kind: "values", values },
        ...(weights && { weights: Float64Array.from(weights) }),
      },
      options,
    );
    expect(fitted.state.value).toBeCloseTo(value, 13);
  });

  it.each([{ strategy: "quantile" }, { strategy: "constant" }])("asks for the value of $strategy", async (options) => {
    const values = Float64Array.of(1);
    const training = {
      features: [{ kind: "numeric" as const, name: "x", values }],
      target: { kind: "values" as const, values },
    };
    await expect(fitEstimator(dummyRegressor, training, options)).rejects.toThrow(`needs "${options.strategy}"`);
  });
});

describe("quantile", () => {
  it("lies within the values and rises with its level", () => {
    const values = fc.float64Array({ minLength: 1, noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
    const level = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(values, level, level, (sample, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const weights = sample.map((_, row) => 1 + (row % 3));
        for (const given of [undefined, weights]) {
          expect(quantile(sample, low, given)).toBeLessThanOrEqual(quantile(sample, high, given) + 1e-6);
          expect(quantile(sample, 0, given) + 0).toBe(Math.min(...sample) + 0);
          expect(quantile(sample, 1, given) + 0).toBe(Math.max(...sample) + 0);
        }
      }),
    );
  });
});
