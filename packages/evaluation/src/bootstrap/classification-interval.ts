import { MlopsError, type RandomKey } from "@mlops/core";

import { assertJudgedRows, type JudgedRows, rowsAt } from "../classification/judged-rows.ts";
import { type ClassificationOptions, computeOnJudgedRows } from "../metrics/classification-metric.ts";
import type { NamedClassificationMetric } from "../metrics/classification-metrics.ts";
import { bootstrapInterval, type Interval } from "./bootstrap-interval.ts";

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
