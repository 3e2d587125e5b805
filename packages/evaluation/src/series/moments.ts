import type { Series } from "./pairs.ts";

/** NaN for an empty series. */
export function mean(values: Series, weights?: Series): number {
  return meanOverPairs(values, values, (value) => value, weights);
}

/** Standard deviation with the number of points (or their weight) as divisor. */
export function standardDeviation(values: Series, weights?: Series): number {
  const centre = mean(values, weights);
  return Math.sqrt(meanOverPairs(values, values, (value) => (value - centre) ** 2, weights));
}

/**
 * The mean of `term(truth, predicted)` over all points. Indexed loops: an iterator of entries makes the bootstrap, which
 * comes through here thousands of times, several times slower.
 */
export function meanOverPairs(
  truth: Series,
  predicted: Series,
  term: (truth: number, predicted: number) => number,
  weights?: Series,
): number {
  let sum = 0;
  if (weights === undefined) {
    for (let point = 0; point < truth.length; point++) {
      sum += term(truth[point] ?? Number.NaN, predicted[point] ?? Number.NaN);
    }
    return sum / truth.length;
  }
  let total = 0;
  for (let point = 0; point < truth.length; point++) {
    const weight = weights[point] ?? Number.NaN;
    sum += weight * term(truth[point] ?? Number.NaN, predicted[point] ?? Number.NaN);
    total += weight;
  }
  return sum / total;
}
