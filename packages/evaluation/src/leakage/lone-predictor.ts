import { areaUnderRoc, isOfClass, rankScores } from "../curves/ranking.ts";
import { assertFraction } from "../series/assert-option.ts";
import { descendingOrder } from "../series/descending-order.ts";
import { categoryMeans, neighbourMeans } from "./cross-fitted-means.ts";
import type { LeakFinding } from "./leak-finding.ts";

/** A column of features, row by row. Missing numbers are NaN; a missing category has a code of its own. */
export type LeakColumn =
  | { readonly name: string; readonly kind: "number"; readonly values: Float64Array }
  | { readonly name: string; readonly kind: "category"; readonly codes: Int32Array };

/** What is predicted, row by row. */
export type LeakTarget =
  | { readonly kind: "classes"; readonly codes: Int32Array; readonly classes: number }
  | { readonly kind: "number"; readonly values: Float64Array };

/** With fewer rows (of a class) a perfect order happens by chance. */
const MINIMUM_ROWS = 10;

/**
 * Columns that predict the target alone: area under the ROC curve (of more than two classes the least of each against the
 * rest), or size of the correlation (Pearson's or Spearman's), above the threshold. Categories, and numbers beside
 * their order, are scored by the mean target of other rows like theirs, so that a column of unique names predicts nothing. To be given rows of the
 * training part.
 *
 * @throws MlopsError EVALUATION_OPTION_INVALID
 */
export function lonePredictors(
  columns: readonly LeakColumn[],
  target: LeakTarget,
  threshold = 0.999,
): readonly LeakFinding[] {
  assertFraction(threshold, "threshold");
  return columns.flatMap((column): readonly LeakFinding[] => {
    const score = target.kind === "classes" ? classScore(column, target) : numberScore(column, target.values);
    if (score === null || score <= threshold) return [];
    const measure = target.kind === "classes" ? "area under the ROC curve" : "correlation";
    const message = `The column "${column.name}" alone predicts the target: its ${measure} is ${score.toFixed(5)}.`;
    return [{ check: "predicts-alone", message, column: column.name, score }];
  });
}

/** Feature columns that the recipe names as known only after the outcome. */
export function outcomeColumns(columns: readonly string[], outcomes: readonly string[]): readonly LeakFinding[] {
  return columns
    .filter((column) => outcomes.includes(column))
    .map((column) => ({
      check: "outcome-column",
      message: `The column "${column}" is among the features, but the recipe names it as an outcome.`,
      column,
    }));
}

/** The area of the class that the column tells worst; null where a class has too few rows. */
function classScore(
  column: LeakColumn,
  { codes, classes }: { readonly codes: Int32Array; readonly classes: number },
): number | null {
  const counts = new Uint32Array(classes);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  if (counts.some((count) => count < MINIMUM_ROWS)) return null;
  const scores = [...counts.keys()].slice(classes === 2 ? 1 : 0).map((code) => {
    const positive = isOfClass(codes, code);
    const target = Float64Array.from(positive);
    if (column.kind === "category") return areaOf(positive, categoryMeans(column.codes, target));
    const byNeighbours = areaOf(positive, neighbourMeans(column.values, target));
    return classes > 2 ? byNeighbours : Math.max(byNeighbours, ...orderAreas(positive, column.values));
  });
  return Math.min(...scores);
}

/** Areas of the numbers themselves, the missing ones below all others and above. */
function orderAreas(positive: Uint8Array, values: Float64Array): readonly number[] {
  return [-Number.MAX_VALUE, Number.MAX_VALUE].map((missing) => {
    const area = areaOf(
      positive,
      values.map((value) => (Number.isNaN(value) ? missing : value)),
    );
    return Math.max(area, 1 - area);
  });
}

function areaOf(positive: Uint8Array, scores: Float64Array): number {
  return areaUnderRoc(rankScores(positive, scores));
}

function numberScore(column: LeakColumn, target: Float64Array): number | null {
  if (column.kind === "category") return Math.abs(correlation(categoryMeans(column.codes, target), target));
  const known = Uint32Array.from(target.keys()).filter((row) => !Number.isNaN(column.values[row]));
  if (known.length < MINIMUM_ROWS) return null;
  const take = (values: Float64Array): Float64Array => Float64Array.from(known, (row) => values[row] ?? Number.NaN);
  const [x, y] = [take(column.values), take(target)];
  return Math.max(Math.abs(correlation(x, y)), Math.abs(correlation(ranks(x), ranks(y))));
}

/** Pearson's; 0 where one side is constant. */
function correlation(x: Float64Array, y: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let row = 0; row < x.length; row++) {
    const [dx, dy] = [(x[row] ?? 0) - meanX, (y[row] ?? 0) - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

/** Equal values share the mean of their ranks. */
function ranks(values: Float64Array): Float64Array {
  const order = descendingOrder(values);
  const result = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (let at = from; at < to; at++) result[order[at] ?? 0] = (from + to - 1) / 2;
  }
  return result;
}
