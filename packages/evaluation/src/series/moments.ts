import type { Series } from "./pairs.ts";

/** NaN for an empty series. */
export function mean(values: Series): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Standard deviation with the number of points as divisor. */
export function standardDeviation(values: Series): number {
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return Math.sqrt(sum / values.length);
}

/** The mean of `term(truth, predicted)` over all points. */
export function meanOverPairs(
  truth: Series,
  predicted: Series,
  term: (truth: number, predicted: number) => number,
): number {
  let sum = 0;
  for (const [point, value] of truth.entries()) sum += term(value, predicted[point] ?? Number.NaN);
  return sum / truth.length;
}
