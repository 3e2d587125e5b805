import type { Series } from "./pairs.ts";

/** NaN for an empty series. */
export function mean(values: Series): number {
  let sum = 0;
  for (let point = 0; point < values.length; point++) sum += values[point] ?? Number.NaN;
  return sum / values.length;
}

/** Standard deviation with the number of points as divisor. */
export function standardDeviation(values: Series): number {
  const centre = mean(values);
  return Math.sqrt(meanOverPairs(values, values, (value) => (value - centre) ** 2));
}

/**
 * The mean of `term(truth, predicted)` over all points. Indexed loops: an iterator of entries makes the bootstrap, which
 * comes through here thousands of times, several times slower.
 */
export function meanOverPairs(
  truth: Series,
  predicted: Series,
  term: (truth: number, predicted: number) => number,
): number {
  let sum = 0;
  for (let point = 0; point < truth.length; point++) {
    sum += term(truth[point] ?? Number.NaN, predicted[point] ?? Number.NaN);
  }
  return sum / truth.length;
}
