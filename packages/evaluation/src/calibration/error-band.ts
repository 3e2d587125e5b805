import { assertCount, assertFraction } from "../series/assert-option.ts";
import { assertFinite, type Series } from "../series/pairs.ts";

/** `prediction ± halfWidth` holds the truth with probability `level`. Plain JSON. */
export interface ErrorBand {
  /** In target units; null where there are too few residuals for the level. */
  readonly halfWidth: number | null;
  readonly level: number;
  /** Residuals behind it. */
  readonly n: number;
  readonly reason?: "too-few-residuals";
}

/** How often the truth fell inside the band. Plain JSON. */
export interface HitRate {
  /** Share in 0 … 1; null where it cannot be measured. */
  readonly confidence: number | null;
  readonly hits: number;
  /** Truths behind it. */
  readonly n: number;
  readonly reason?: "too-few-truths" | "no-error-band";
}

/**
 * Split conformal prediction: the half width is the ⌈(n + 1) · level⌉-th smallest |residual|. For residuals that are
 * exchangeable with those to come, the band holds a new truth with probability of at least `level`, whatever the model.
 * Residuals come from data that the model was not fitted to.
 *
 * J. Lei, M. G'Sell, A. Rinaldo, R. J. Tibshirani & L. Wasserman, Distribution-free predictive inference for regression,
 * JASA 113 (2018), algorithm 2.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID, EVALUATION_OPTION_INVALID
 */
export function errorBand(residuals: Series, level = 0.8): ErrorBand {
  assertFraction(level, "level");
  assertFinite(residuals, "the residuals");
  const n = residuals.length;
  const sizes = Float64Array.from(residuals, Math.abs).sort();
  // The product may exceed a whole number by rounding alone, which must not cost a rank.
  const rank = Math.ceil((n + 1) * level - 1e-9);
  const halfWidth = sizes[rank - 1];
  if (halfWidth === undefined) return { halfWidth: null, level, n, reason: "too-few-residuals" };
  return { halfWidth, level, n };
}

/**
 * The measured hit rate of a band on recent residuals: what is reported as confidence. Below `minimumTruths` it is null.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID, EVALUATION_OPTION_INVALID
 */
export function hitRate(band: Pick<ErrorBand, "halfWidth">, residuals: Series, minimumTruths = 20): HitRate {
  assertCount(minimumTruths, "minimumTruths", 1);
  assertFinite(residuals, "the residuals");
  const { halfWidth } = band;
  const n = residuals.length;
  if (halfWidth === null) return { confidence: null, hits: 0, n, reason: "no-error-band" };
  const hits = Float64Array.from(residuals).filter((residual) => Math.abs(residual) <= halfWidth).length;
  if (n < minimumTruths) return { confidence: null, hits, n, reason: "too-few-truths" };
  return { confidence: hits / n, hits, n };
}
