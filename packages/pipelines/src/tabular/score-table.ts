import type { ClassLabel, Prediction, Target } from "@mlops/core";
import {
  type ClassificationMetric,
  type MetricValue,
  type RegressionMetric,
  scoreClassification,
  scorePredictors,
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
    return scorePredictors(target.values, { model: prediction.values }, names, {}, own)["model"] ?? {};
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

export function positiveOption({ positiveClass }: Pick<TablePlan, "positiveClass">): { positiveClass?: ClassLabel } {
  return positiveClass === undefined ? {} : { positiveClass };
}
