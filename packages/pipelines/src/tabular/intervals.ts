import { type Prediction, randomKey, splitKey, type Target } from "@mlops/core";
import {
  classificationDifferenceInterval,
  classificationIntervals,
  classificationMetric,
  type Interval,
  metricIntervals,
  pairedDifferenceInterval,
  regressionMetric,
} from "@mlops/evaluation";

import type { CustomMetrics } from "../custom-metrics/open-custom-metrics.ts";
import type { TableDecision } from "./decision.ts";
import { judgedRows } from "./predict-table.ts";
import { classificationOnly, isQuantileMetric, positiveOption, regressionOnly } from "./score-table.ts";
import type { TablePlan } from "./table-plan.ts";
import { takePrediction, takeTarget } from "./take-rows.ts";

/** A percentile interval of a metric, or why there is none. Plain JSON. */
export type MetricBounds =
  | { readonly lower: number; readonly upper: number; readonly level: number; readonly resamples: number }
  | { readonly lower: null; readonly upper: null; readonly level: number; readonly reason: string };

export interface IntervalRequest {
  readonly target: Target;
  readonly prediction: Prediction;
  readonly decision: TableDecision;
  /** Metrics of the project's own. */
  readonly custom: CustomMetrics;
  readonly plan: TablePlan;
  readonly seed: number;
  /** Of a temporal split. */
  readonly time?: TimeOrder;
}

/** Rows whose errors follow each other: they are resampled in blocks. */
export interface TimeOrder {
  /** Positions of the rows in order of time. */
  readonly order: Uint32Array;
  /** Rows of a block: about as long as errors stay alike. */
  readonly blockLength: number;
}

/** Rows times resamples that are computed for one interval: more rows need fewer resamples to be as exact. */
const MOST_WORK = 1e7;
const FEWEST_RESAMPLES = 100;

/** Intervals of metrics by bootstrap: of rows, within their classes where there are any, or of blocks in order of time. */
export function intervalsOf(
  request: IntervalRequest,
  names: readonly string[],
): Readonly<Record<string, MetricBounds>> {
  const { decision, plan, custom } = request;
  const options = optionsOf(request);
  const [target, prediction] = [targetInOrder(request), inOrder(request, request.prediction)];
  if (target.kind === "values" && prediction.kind === "values") {
    const own = regressionOnly(custom);
    const metrics = names
      .filter((name) => own[name] !== undefined || !isQuantileMetric(name))
      .map((name) => own[name] ?? regressionMetric(name));
    return boundsOf(metricIntervals(metrics, target.values, prediction.values, options));
  }
  const own = classificationOnly(custom);
  const metrics = names
    .filter((name) => !name.startsWith("class_"))
    .map((name) => [name, own[name] ? { metric: own[name], options: {} } : classificationMetric(name)] as const);
  const rows = judgedRows(target, prediction, decision);
  const all = { ...options, ...positiveOption(plan) };
  return boundsOf(classificationIntervals(Object.fromEntries(metrics), rows, all));
}

/** An interval of `metric(model) − metric(baseline)`, both judged on the same resamples. */
export function differenceInterval(request: IntervalRequest, reference: Prediction, name: string): Interval {
  const { decision, plan } = request;
  const options = optionsOf(request);
  const [target, prediction] = [targetInOrder(request), inOrder(request, request.prediction)];
  const baseline = inOrder(request, reference);
  if (target.kind === "values" && prediction.kind === "values" && baseline.kind === "values") {
    return pairedDifferenceInterval(regressionMetric(name), target.values, prediction.values, baseline.values, options);
  }
  return classificationDifferenceInterval(
    classificationMetric(name),
    judgedRows(target, prediction, decision),
    judgedRows(target, baseline),
    { ...options, ...positiveOption(plan) },
  );
}

function targetInOrder({ target, time }: IntervalRequest): Target {
  return time ? takeTarget(target, time.order) : target;
}

function inOrder({ time }: IntervalRequest, prediction: Prediction): Prediction {
  return time ? takePrediction(prediction, time.order) : prediction;
}

function optionsOf({ target, plan, seed, time }: IntervalRequest) {
  const { confidenceLevel: level, resamples } = plan.judging;
  const rows = target.kind === "values" ? target.values.length : target.codes.length;
  const affordable = Math.max(FEWEST_RESAMPLES, Math.floor(MOST_WORK / Math.max(1, rows)));
  const key = splitKey(randomKey(seed), "intervals");
  return { key, level, blockLength: time?.blockLength ?? 1, resamples: Math.min(resamples, affordable) };
}

/** Each interval as it is shown. */
export function boundsOf(intervals: Readonly<Record<string, Interval>>): Readonly<Record<string, MetricBounds>> {
  return Object.fromEntries(Object.entries(intervals).map(([name, interval]) => [name, bounds(interval)]));
}

function bounds(interval: Interval): MetricBounds {
  const { level } = interval;
  if (interval.status === "inconclusive") return { lower: null, upper: null, level, reason: interval.reason };
  const { lower, upper, resamples } = interval;
  return { lower, upper, level, resamples };
}
