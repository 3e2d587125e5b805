import { mean, populationVariance, quantile, sorted } from "./statistics.ts";

/** The usual values of a column; infinite where training had no value to learn from (JSON holds the greatest double). */
export type OutlierBounds = { readonly column: string; readonly low: number; readonly high: number };

/**
 * `iqr`: quartiles ∓ `factor` interquartile ranges (Tukey 1977); `zscore`: mean ∓ `threshold` standard deviations,
 * divided by n.
 */
export function outlierBounds(
  column: string,
  values: Float64Array,
  method: "iqr" | "zscore",
  { factor, threshold }: { readonly factor: number; readonly threshold: number },
): OutlierBounds {
  if (method === "zscore") {
    const [centre, reach] = [mean(values), threshold * Math.sqrt(populationVariance(values))];
    return bounded(column, centre - reach, centre + reach);
  }
  const ascending = sorted(values);
  const [lower, upper] = [quantile(ascending, 0.25), quantile(ascending, 0.75)];
  return bounded(column, lower - factor * (upper - lower), upper + factor * (upper - lower));
}

function bounded(column: string, low: number, high: number): OutlierBounds {
  if (Number.isNaN(low) || Number.isNaN(high)) return { column, low: -Number.MAX_VALUE, high: Number.MAX_VALUE };
  return { column, low, high };
}
