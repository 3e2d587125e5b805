import { isOfClass, rankScores, type Ranking } from "../curves/ranking.ts";
import type { ClassificationOptions } from "../metrics/classification-metric.ts";
import { definedUnlessNaN, type MetricValue } from "../metrics/metric-description.ts";
import { positiveCode } from "./class-labels.ts";
import type { JudgedRows } from "./judged-rows.ts";

/** The ranking of one class against all others by its probability. */
export function rankClass({ truth, probabilities = [], weights }: JudgedRows, code: number): Ranking {
  return rankScores(isOfClass(truth, code), probabilities[code] ?? new Float64Array(), weights);
}

/**
 * An area of the positive class, or its average over the classes, each against the rest: null where one class has no area,
 * for the average would be of something else.
 *
 * @param area of a ranking; NaN where it is undefined
 */
export function classArea(
  rows: JudgedRows,
  options: ClassificationOptions,
  area: (ranking: Ranking) => number,
  undefinedReason: string,
): MetricValue {
  const { average = options.positiveClass === undefined && rows.classes.length > 2 ? "macro" : "binary" } = options;
  const n = rows.truth.length;
  switch (average) {
    case "binary":
      return definedUnlessNaN(
        area(rankClass(rows, positiveCode(rows.classes, options.positiveClass))),
        undefinedReason,
        n,
      );
    case "micro":
      return definedUnlessNaN(area(rankAllClasses(rows)), undefinedReason, n);
    default: {
      let [sum, total] = [0, 0];
      for (const code of rows.classes.keys()) {
        const ranking = rankClass(rows, code);
        const weight = average === "macro" ? 1 : ranking.positives;
        sum += weight * area(ranking);
        total += weight;
      }
      return definedUnlessNaN(sum / total, undefinedReason, n);
    }
  }
}

/** Every cell of the table of rows by classes is a row of its own. */
function rankAllClasses({ classes, truth, probabilities = [], weights }: JudgedRows): Ranking {
  const rows = truth.length;
  const positive = new Uint8Array(rows * classes.length);
  const scores = new Float64Array(rows * classes.length);
  const repeated = weights && new Float64Array(rows * classes.length);
  for (const code of classes.keys()) {
    positive.set(isOfClass(truth, code), code * rows);
    scores.set(probabilities[code] ?? [], code * rows);
    if (weights !== undefined) repeated?.set(weights, code * rows);
  }
  return rankScores(positive, scores, repeated);
}
