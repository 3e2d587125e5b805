import { type ClassLabel, type Prediction, randomKey, type Target } from "@mlops/core";
import {
  type GateResult,
  judgeGate,
  type JudgedRows,
  type MetricValue,
  scoreClassification,
  scorePredictors,
} from "@mlops/evaluation";
import { findEstimator, fitEstimator, type FittedEstimator, loadEstimator, predictEstimator } from "@mlops/models";
import { applyPreparation } from "@mlops/preprocessing";

import type { FittedTable } from "./fit-table.ts";
import type { TablePlan } from "./table-plan.ts";
import { type PartName, partOf, type TableWork } from "./table-work.ts";

export type Scores = Readonly<Record<string, MetricValue>>;

/** How a model and its baseline do on each part. Plain JSON. */
export interface TableJudgement {
  /** By part: `train`, `validation`, `calibration`, `test`. */
  readonly parts: Readonly<Record<string, { readonly rows: number; readonly scores: Scores }>>;
  /** On the test part: the majority class, or the mean of the training part. */
  readonly baseline: { readonly name: string; readonly scores: Scores };
  readonly gate: GateResult | null;
  /** Whether the alias may move, and why not. */
  readonly verdict: "promote" | "keep" | "inconclusive";
  readonly reasons: readonly string[];
}

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

/** What the alias is moved by where the recipe has no gate: the model must beat the baseline on it. */
const primaryMetric = { classification: "log_loss", regression: "rmse" } as const;

/** The reported metrics: those of the task, and those that the recipe names. */
export function metricNames(plan: TablePlan): readonly string[] {
  const gated = plan.thresholds.map(({ metric }) => metric);
  return [...new Set([...usualMetrics[plan.task], ...plan.metrics, ...gated])];
}

/** Judges every part; the test part, which nothing was learned from, decides. */
export async function judgeTable(work: TableWork, fitted: FittedTable, plan: TablePlan): Promise<TableJudgement> {
  const estimator = await findEstimator(fitted.estimator.estimator).load();
  const names = metricNames(plan);
  const parts: Record<string, { rows: number; scores: Scores }> = {};
  for (const name of Object.keys(work.split.parts) as PartName[]) {
    const part = partOf(work, name);
    if (!part) continue;
    const prediction = await predictEstimator(
      estimator,
      fitted.estimator,
      applyPreparation(part.table, fitted.preparation),
    );
    parts[name] = { rows: part.table.rowCount, scores: scoresOf(part.target, prediction, names, plan) };
  }
  const baseline = await judgeBaseline(work, plan, names);
  const test = parts["test"];
  const gate =
    plan.thresholds.length === 0 || !test
      ? null
      : judgeGate({ thresholds: plan.thresholds, minimumPoints: plan.minimumPoints }, test.rows, test.scores);
  return { parts, baseline, gate, ...verdictOf(gate, test?.scores ?? {}, baseline.scores, plan) };
}

async function judgeBaseline(
  work: TableWork,
  plan: TablePlan,
  names: readonly string[],
): Promise<TableJudgement["baseline"]> {
  const [train, test] = [partOf(work, "train"), partOf(work, "test")];
  if (!train || !test) return { name: "none", scores: {} };
  const name = plan.task === "classification" ? "dummy-classifier" : "dummy-regressor";
  const estimator = await loadEstimator(name);
  const constant = (rows: number) => [{ kind: "numeric" as const, name: "constant", values: new Float64Array(rows) }];
  const fitted: FittedEstimator = await fitEstimator(
    estimator,
    { features: constant(train.table.rowCount), target: train.target },
    {},
    { randomKey: randomKey(0) },
  );
  const prediction = await predictEstimator(estimator, fitted, constant(test.table.rowCount));
  return { name, scores: scoresOf(test.target, prediction, names, plan) };
}

function scoresOf(target: Target, prediction: Prediction, names: readonly string[], plan: TablePlan): Scores {
  if (target.kind === "values" && prediction.kind === "values") {
    return scorePredictors(target.values, { model: prediction.values }, names)["model"] ?? {};
  }
  if (target.kind === "classes" && prediction.kind === "probabilities") {
    const { positiveClass } = plan;
    return scoreClassification(
      judgedRows(target, prediction),
      names,
      positiveClass === undefined ? {} : { positiveClass },
    );
  }
  throw new TypeError(`a ${target.kind} target cannot be judged by ${prediction.kind}`);
}

export function judgedRows(
  target: { readonly classes: readonly ClassLabel[]; readonly codes: Int32Array },
  prediction: { readonly probabilities: readonly Float64Array[] },
): JudgedRows {
  return { classes: target.classes, truth: target.codes, probabilities: prediction.probabilities };
}

function verdictOf(
  gate: GateResult | null,
  scores: Scores,
  baseline: Scores,
  plan: TablePlan,
): Pick<TableJudgement, "verdict" | "reasons"> {
  const metric = primaryMetric[plan.task];
  const [own, others] = [scores[metric]?.value, baseline[metric]?.value];
  const beats = own !== null && own !== undefined && others !== null && others !== undefined && own < others;
  const reasons = beats ? [] : ["no-skill-over-baseline"];
  if (gate) {
    const verdict = gate.verdict === "met" ? "promote" : gate.verdict === "missed" ? "keep" : "inconclusive";
    return { verdict, reasons: [...gate.reasons, ...reasons] };
  }
  return { verdict: beats ? "promote" : "keep", reasons };
}
