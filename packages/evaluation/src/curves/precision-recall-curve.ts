import { assertCount } from "../series/assert-option.ts";
import { averagePrecision, type Ranking } from "./ranking.ts";
import { thinCurve } from "./thin-curve.ts";

/** From recall 1 down to recall 0, where precision is 1 by convention. Plain JSON. */
export interface PrecisionRecallCurve {
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  /** Rows scored at least this are called positive; null for the last point, where none is. */
  readonly thresholds: readonly (number | null)[];
  /** Average precision of all points, not of those that are kept. */
  readonly area: number;
  /** Share of positives: the precision of calling every row positive. */
  readonly prevalence: number;
}

/**
 * The precision-recall curve, thinned to `maximumPoints`. Null where there are no positives.
 *
 * @throws MlopsError EVALUATION_OPTION_INVALID
 */
export function precisionRecallCurve(ranking: Ranking, maximumPoints = 512): PrecisionRecallCurve | null {
  assertCount(maximumPoints, "maximumPoints", 2);
  const { positives, negatives, truePositives, falsePositives, thresholds } = ranking;
  if (positives === 0) return null;
  const count = thresholds.length;
  const precision = new Float64Array(count + 1).fill(1);
  const recall = new Float64Array(count + 1);
  for (let at = 0; at < count; at++) {
    const rank = count - 1 - at;
    const t = truePositives[rank] ?? 0;
    precision[at] = t / (t + (falsePositives[rank] ?? 0));
    recall[at] = t / positives;
  }
  const kept = Array.from(thinCurve(recall, precision, maximumPoints));
  return {
    precision: kept.map((at) => precision[at] ?? 0),
    recall: kept.map((at) => recall[at] ?? 0),
    thresholds: kept.map((at) => (at === count ? null : (thresholds[count - 1 - at] ?? null))),
    area: averagePrecision(ranking),
    prevalence: positives / (positives + negatives),
  };
}
