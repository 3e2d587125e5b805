import { MlopsError, type RandomKey } from "@mlops/core";

import { positiveCode } from "../classification/class-labels.ts";
import { assertJudgedRows, type JudgedRows, rowsAt } from "../classification/judged-rows.ts";
import { type ClassificationOptions, computeOnJudgedRows } from "../metrics/classification-metric.ts";
import type { NamedClassificationMetric } from "../metrics/classification-metrics.ts";
import { descendingOrder } from "../series/descending-order.ts";
import { bootstrapInterval, bootstrapIntervals, type Interval } from "./bootstrap-interval.ts";

export interface ClassificationBootstrapOptions extends ClassificationOptions {
  /** Equal keys give equal intervals. */
  readonly key: RandomKey;
  /** Rows of a block, the rows being in order of time. Default 1: rows are independent. */
  readonly blockLength?: number;
  /** Every resample keeps the number of rows of each true class. Default true for independent rows; never for blocks. */
  readonly stratified?: boolean;
  /** Default 2000. */
  readonly resamples?: number;
  /** Default 0.9. */
  readonly level?: number;
}

/**
 * A percentile interval by bootstrap for a metric of rows, one by one or in blocks.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID, EVALUATION_CLASSES_INVALID, EVALUATION_OPTION_INVALID
 */
export function classificationInterval(
  named: NamedClassificationMetric,
  rows: JudgedRows,
  options: ClassificationBootstrapOptions,
): Interval {
  assertJudgedRows(rows);
  const statistic = (points: Uint32Array) => valueAt(named, rows, points, options);
  return bootstrapInterval(rows.truth.length, statistic, resampling(rows, options));
}

/**
 * Percentile intervals for several metrics on the same resamples; keys are the names as given. Far faster than one by one.
 *
 * @throws MlopsError EVALUATION_METRIC_UNKNOWN, EVALUATION_INPUT_INVALID, EVALUATION_CLASSES_INVALID,
 *   EVALUATION_OPTION_INVALID
 */
export function classificationIntervals(
  metrics: Readonly<Record<string, NamedClassificationMetric>>,
  rows: JudgedRows,
  options: ClassificationBootstrapOptions,
): Readonly<Record<string, Interval>> {
  assertJudgedRows(rows);
  const { blockLength = 1 } = options;
  // Independent rows may be resampled in any order: in that of their scores, areas need no sorting.
  const ordered = blockLength === 1 ? rowsAt(rows, descendingOrder(scoresOf(rows, options))) : rows;
  const inOrder = blockLength === 1 ? countingSort(rows.truth.length) : (points: Uint32Array) => points;
  const entries = Object.entries(metrics);
  const intervals = bootstrapIntervals(
    rows.truth.length,
    entries.length,
    (points) => {
      const drawn = rowsAt(ordered, inOrder(points));
      return entries.map(
        ([, named]) => computeOnJudgedRows(named.metric, drawn, { ...options, ...named.options }).value,
      );
    },
    resampling(ordered, options),
  );
  return Object.fromEntries(entries.flatMap(([name], at) => (intervals[at] ? [[name, intervals[at]] as const] : [])));
}

function scoresOf(
  { classes, probabilities, truth }: JudgedRows,
  { positiveClass }: ClassificationOptions,
): Float64Array {
  const code = positiveClass === undefined ? classes.length - 1 : positiveCode(classes, positiveClass);
  return probabilities?.[code] ?? new Float64Array(truth.length);
}

/** Puts points 0 … n − 1, which may repeat, into ascending order; each call fills and answers the same array. */
function countingSort(n: number): (points: Uint32Array) => Uint32Array {
  const counts = new Uint32Array(n);
  const sorted = new Uint32Array(n);
  return (points) => {
    counts.fill(0);
    for (const point of points) counts[point] = (counts[point] ?? 0) + 1;
    let at = 0;
    for (let point = 0; point < n; point++) for (let left = counts[point] ?? 0; left > 0; left--) sorted[at++] = point;
    return sorted;
  };
}

/**
 * An interval for `metric(candidate) − metric(reference)`, both judged on the same resamples of the same rows.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID where the two are not judged on the same truths, and as above.
 */
export function classificationDifferenceInterval(
  named: NamedClassificationMetric,
  candidate: JudgedRows,
  reference: JudgedRows,
  options: ClassificationBootstrapOptions,
): Interval {
  assertJudgedRows(candidate);
  assertJudgedRows(reference);
  assertSameTruths(candidate, reference);
  const difference = (points: Uint32Array): number | null => {
    const [a, b] = [valueAt(named, candidate, points, options), valueAt(named, reference, points, options)];
    return a === null || b === null ? null : a - b;
  };
  return bootstrapInterval(candidate.truth.length, difference, resampling(candidate, options));
}

/** @throws MlopsError EVALUATION_INPUT_INVALID naming the first row that differs. */
export function assertSameTruths(candidate: JudgedRows, reference: JudgedRows): void {
  const [a, b] = [candidate, reference];
  const row = a.truth.findIndex((code, at) => a.classes[code] !== b.classes[b.truth[at] ?? -1]);
  if (row < 0 && a.truth.length === b.truth.length) return;
  const what = row < 0 ? `${a.truth.length} rows and ${b.truth.length} rows` : `different classes in row ${row}`;
  throw new MlopsError("EVALUATION_INPUT_INVALID", `The two are not judged on the same truths: they have ${what}.`);
}

function resampling(rows: JudgedRows, options: ClassificationBootstrapOptions) {
  const { key, blockLength = 1, stratified = true, resamples, level } = options;
  return {
    key,
    blockLength,
    strata: stratified && blockLength === 1 ? rows.truth : undefined,
    ...(resamples === undefined ? {} : { resamples }),
    ...(level === undefined ? {} : { level }),
  };
}

function valueAt(
  named: NamedClassificationMetric,
  rows: JudgedRows,
  points: Uint32Array,
  options: ClassificationOptions,
): number | null {
  return computeOnJudgedRows(named.metric, rowsAt(rows, points), { ...options, ...named.options }).value;
}
