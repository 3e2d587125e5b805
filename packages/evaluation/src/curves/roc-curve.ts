import { assertCount } from "../series/assert-option.ts";
import { areaUnderRoc, type Ranking } from "./ranking.ts";
import { thinCurve } from "./thin-curve.ts";

/** From (0, 0) to (1, 1). Plain JSON. */
export interface RocCurve {
  readonly falsePositiveRate: readonly number[];
  readonly truePositiveRate: readonly number[];
  /** Rows scored at least this are called positive; null for the first point, where none is. */
  readonly thresholds: readonly (number | null)[];
  /** Of all points, not of those that are kept. */
  readonly area: number;
  /** Corners of the whole curve. */
  readonly corners: number;
}

/**
 * The ROC curve at its corners, thinned to `maximumPoints` where there are more. Null where one of the two classes is
 * missing.
 *
 * @throws MlopsError EVALUATION_OPTION_INVALID
 */
export function rocCurve(ranking: Ranking, maximumPoints = 512): RocCurve | null {
  assertCount(maximumPoints, "maximumPoints", 2);
  const { positives, negatives, thresholds } = ranking;
  if (positives === 0 || negatives === 0) return null;
  const corners = cornersOf(ranking);
  const x = new Float64Array(corners.length + 1);
  const y = new Float64Array(corners.length + 1);
  for (const [at, corner] of corners.entries()) {
    x[at + 1] = (ranking.falsePositives[corner] ?? 0) / negatives;
    y[at + 1] = (ranking.truePositives[corner] ?? 0) / positives;
  }
  const kept = Array.from(thinCurve(x, y, maximumPoints));
  return {
    falsePositiveRate: kept.map((at) => x[at] ?? 0),
    truePositiveRate: kept.map((at) => y[at] ?? 0),
    thresholds: kept.map((at) => (at === 0 ? null : (thresholds[corners[at - 1] ?? 0] ?? null))),
    area: areaUnderRoc(ranking),
    corners: x.length,
  };
}

/** As scikit-learn drops points: those whose step before and after are equal. */
function cornersOf({ truePositives, falsePositives }: Ranking): readonly number[] {
  const last = truePositives.length - 1;
  const bends = (counts: Float64Array, at: number): boolean =>
    (counts[at + 1] ?? 0) - (counts[at] ?? 0) !== (counts[at] ?? 0) - (counts[at - 1] ?? 0);
  const corners: number[] = [];
  for (let at = 0; at <= last; at++) {
    if (at === 0 || at === last || bends(truePositives, at) || bends(falsePositives, at)) corners.push(at);
  }
  return corners;
}
