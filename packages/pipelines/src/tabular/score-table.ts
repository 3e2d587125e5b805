import type { ClassLabel, Prediction, Target } from "@mlops/core";
import {
  type ClassificationMetric,
  type MetricValue,
  type RegressionMetric,
  scoreClassification,
  scorePredictors,
  scoreQuantiles,
} from "@mlops/evaluation";

import type { CustomMetrics } from "../custom-metrics/open-custom-metrics.ts";
import type { TableDecision } from "./decision.ts";
import { judgedRows } from "./predict-table.ts";
import type { TablePlan } from "./table-plan.ts";

export type Scores = Readonly<Record<string, MetricValue>>;

const usualMetrics = {
  classification: [
    "accuracy",
    "balanced_accuracy",
    "precision",
    "recall",
    "f1",
    "roc_auc",
    "pr_auc",
    "log_loss",
    "mcc",
  ],
  regression: ["r2", "mae", "rmse", "mape"],
} as const;

/** What a calibration is for. */
const calibrationMetrics = ["calibration_ece", "calibration_mce", "calibration_brier"] as const;

/** The reported metrics: those of the task, and those that the recipe names. */
export function metricNames(plan: TablePlan): readonly string[] {
  const gated = plan.thresholds.map(({ metric }) => metric);
  const ofCalibration = plan.decision.calibration === undefined ? [] : calibrationMetrics;
  return [...new Set([...usualMetrics[plan.task], ...ofCalibration, ...plan.metrics, ...gated])];
}

/** A prediction of rows by each metric. Plain JSON. */
export function scoresOf(
  target: Target,
  prediction: Prediction,
  names: readonly string[],
  plan: Pick<TablePlan, "positiveClass">,
  { decision = {}, custom = {} }: ScoreOptions = {},
): Scores {
  if (target.kind === "values" && prediction.kind === "values") {
    const own = regressionOnly(custom);
    const { values, quantiles = [] } = prediction;
    const ofValues = names.filter((name) => own[name] !== undefined || !isQuantileMetric(name));
    const ofQuantiles = quantiles.map(({ level, values: predicted }) => ({ quantile: level, predicted }));
    return {
      ...Object.fromEntries(names.map((name) => [name, withoutQuantiles(target.values)])),
      ...scorePredictors(target.values, { model: values }, ofValues, {}, own)["model"],
      ...(ofQuantiles.length > 0 && scoreQuantiles(target.values, ofQuantiles)),
    };
  }
  const rows = judgedRows(target, prediction, decision);
  return scoreClassification(rows, names, positiveOption(plan), classificationOnly(custom));
}

export interface ScoreOptions {
  readonly decision?: TableDecision;
  /** Metrics of the project's own. */
  readonly custom?: CustomMetrics;
}

export function regressionOnly(custom: CustomMetrics): Readonly<Record<string, RegressionMetric>> {
  return Object.fromEntries(
    Object.entries(custom).flatMap(([name, metric]) => (metric.task === "regression" ? [[name, metric]] : [])),
  );
}

export function classificationOnly(custom: CustomMetrics): Readonly<Record<string, ClassificationMetric>> {
  return Object.fromEntries(
    Object.entries(custom).flatMap(([name, metric]) => (metric.task === "classification" ? [[name, metric]] : [])),
  );
}

/** Metrics that only a model has which predicts quantiles: `coverage_rate_p95`. */
export function isQuantileMetric(name: string): boolean {
  return name === "interval_coverage" || /_p\d{1,2}$/.test(name);
}

function withoutQuantiles({ length }: Float64Array): MetricValue {
  return { value: null, reason: "no-such-quantile", n: length, excluded: 0 };
}

export function positiveOption({ positiveClass }: Pick<TablePlan, "positiveClass">): { positiveClass?: ClassLabel } {
  return positiveClass === undefined ? {} : { positiveClass };
}
