import { MlopsError } from "@mlops/core";

/** Fewer errors than this say nothing of a tail. */
const LEAST_ERRORS = 20;

/** Sums of what the bags that did not see a row predict for it. */
export interface UnseenSums {
  readonly sums: Float64Array;
  readonly counts: Int32Array;
}

export interface ErrorQuantile {
  readonly level: number;
  /** In target units, added to the prediction. */
  readonly error: number;
}

/**
 * Quantiles of the errors that the bags make on rows which they did not see: of n errors the one of rank ⌈level (n + 1)⌉,
 * so that a new row lies below with at least that probability (of levels above 0.5; below, mirrored).
 *
 * B. Kim, C. Xu & R. Barber, Predictive inference is free with the jackknife+-after-bootstrap, NeurIPS 2020, with one
 * distribution of errors for all rows.
 *
 * @throws MlopsError MODEL_FIT_INVALID for too few errors
 */
export function errorQuantiles(
  target: Float64Array,
  { sums, counts }: UnseenSums,
  levels: readonly number[],
): ErrorQuantile[] {
  const unseen = [...counts.keys()].filter((row) => (counts[row] ?? 0) > 0);
  if (unseen.length < LEAST_ERRORS) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      `Quantiles need ${LEAST_ERRORS} rows that some fit did not see; there are ${unseen.length}. Give more rows, raise n_estimators or lower max_samples.`,
    );
  }
  const errors = Float64Array.from(unseen, (row) => (target[row] ?? 0) - (sums[row] ?? 0) / (counts[row] ?? 1)).sort();
  return levels.toSorted((a, b) => a - b).map((level) => ({ level, error: errorAt(errors, level) }));
}

function errorAt(errors: Float64Array, level: number): number {
  const n = errors.length;
  const rank = level >= 0.5 ? Math.ceil(level * (n + 1)) : n + 1 - Math.ceil((1 - level) * (n + 1));
  return errors[Math.min(Math.max(rank, 1), n) - 1] ?? Number.NaN;
}
