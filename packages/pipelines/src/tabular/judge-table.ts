import { HOUR, type Prediction, randomKey } from "@mlops/core";
import { type GateResult, type Interval, judgeGate } from "@mlops/evaluation";
import { fitEstimator, type FittedEstimator, loadEstimator, predictEstimator } from "@mlops/models";
import { type CustomMetrics, openCustomMetrics } from "../custom-metrics/open-custom-metrics.ts";
import { type ChosenThreshold, decided } from "./decision.ts";
import type { FittedTable } from "./fit-table.ts";
import {
  differenceInterval,
  type IntervalRequest,
  type MetricBounds,
  intervalsOf,
  type TimeOrder,
} from "./intervals.ts";
import { predictUndecided } from "./predict-table.ts";
import { metricNames, type Scores, scoresOf } from "./score-table.ts";
import type { TablePlan } from "./table-plan.ts";
import { instantsOf, type PartName, partOf, type TableWork } from "./table-work.ts";

/** How a model and its baseline do on each part. Plain JSON. */
export interface TableJudgement {
  /** By part: `train`, `validation`, `calibration`, `test`. */
  readonly parts: Readonly<Record<string, { readonly rows: number; readonly scores: Scores }>>;
  /** Of the metrics on the test part. */
  readonly intervals: Readonly<Record<string, MetricBounds>>;
  /** What was chosen after the fit, without the calibration's tables; null where nothing was. */
  readonly decision: DecisionFacts | null;
  /** Of a calibrated model: the test part by the probabilities as they were before. */
  readonly uncalibrated?: Scores;
  /** On the test part: the majority class, or the mean of the training part. */
  readonly baseline: { readonly name: string; readonly scores: Scores };
  readonly comparison: BaselineComparison | null;
  readonly gate: GateResult | null;
  /** Whether the alias may move, and why not. */
  readonly verdict: "promote" | "keep" | "inconclusive";
  readonly reasons: readonly string[];
}

export interface DecisionFacts {
  readonly calibration?: { readonly method: string; readonly rows: number };
  readonly threshold?: ChosenThreshold;
}

/** The model against the baseline on the same resamples of the test part. Plain JSON. */
export interface BaselineComparison {
  readonly metric: string;
  readonly baseline: string;
  /** Of the metric, model minus baseline: below 0 the model is better. */
  readonly difference: Interval;
  /** Whether the whole interval is below 0, above it, or holds it. */
  readonly verdict: "better" | "worse" | "undecided";
}

/** What the alias is moved by where the recipe has no gate: the model must beat the baseline on it. */
const primaryMetric = { classification: "log_loss", regression: "rmse" } as const;

/** Judges every part; the test part, which nothing was learned from, decides. */
export async function judgeTable(
  work: TableWork,
  fitted: FittedTable,
  plan: TablePlan,
  seed: number,
): Promise<TableJudgement> {
  const names = metricNames(plan);
  const custom = await openCustomMetrics(plan.customMetrics ?? []);
  const { decision } = fitted;
  const parts: Record<string, { rows: number; scores: Scores }> = {};
  let test: { readonly raw: Prediction; readonly request: IntervalRequest } | undefined;
  for (const name of Object.keys(work.split.parts) as PartName[]) {
    const part = partOf(work, name);
    if (!part) continue;
    const raw = await predictUndecided(fitted, part.table);
    const prediction = decided(decision, raw);
    const { target } = part;
    parts[name] = {
      rows: part.table.rowCount,
      scores: scoresOf(target, prediction, names, plan, { decision, custom }),
    };
    if (name !== "test") continue;
    const time = timeOrder(work, plan);
    test = { raw, request: { target, prediction, decision, custom, plan, seed, ...(time && { time }) } };
  }
  const baseline = await judgeBaseline(work, plan, names, custom);
  const scores = parts["test"]?.scores ?? {};
  const gate =
    plan.thresholds.length === 0 || !test
      ? null
      : judgeGate({ thresholds: plan.thresholds, minimumPoints: plan.minimumPoints }, parts["test"]?.rows ?? 0, scores);
  const comparison = test && baseline.prediction ? compare(test.request, baseline.prediction, baseline.name) : null;
  return {
    parts,
    intervals: test ? intervalsOf(test.request, names) : {},
    ...(test &&
      decision.calibration && { uncalibrated: scoresOf(test.request.target, test.raw, names, plan, { custom }) }),
    baseline: { name: baseline.name, scores: baseline.scores },
    comparison,
    decision: decisionFacts(decision),
    gate,
    ...verdictOf(gate, comparison),
  };
}

async function judgeBaseline(
  work: TableWork,
  plan: TablePlan,
  names: readonly string[],
  custom: CustomMetrics,
): Promise<TableJudgement["baseline"] & { readonly prediction?: Prediction }> {
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
  return { name, prediction, scores: scoresOf(test.target, prediction, names, plan, { custom }) };
}

function decisionFacts({ calibration, threshold }: FittedTable["decision"]): DecisionFacts | null {
  if (!calibration && !threshold) return null;
  return {
    ...(calibration && { calibration: { method: calibration.method, rows: calibration.n } }),
    ...(threshold && { threshold }),
  };
}

function compare(request: IntervalRequest, baseline: Prediction, name: string): BaselineComparison {
  const metric = primaryMetric[request.plan.task];
  const difference = differenceInterval(request, baseline, metric);
  return { metric, baseline: name, difference, verdict: sideOfZero(difference) };
}

function sideOfZero(difference: Interval): BaselineComparison["verdict"] {
  if (difference.status === "inconclusive") return "undecided";
  if (difference.upper < 0) return "better";
  return difference.lower > 0 ? "worse" : "undecided";
}

/** Rows of a temporal split are resampled in blocks, as their errors follow each other; others one by one. */
function timeOrder(work: TableWork, plan: TablePlan): TimeOrder | undefined {
  const rows = work.split.parts.test;
  if (plan.split.strategy !== "temporal" || !rows || rows.length < 2) return undefined;
  const instants = instantsOf(work.rows.table, plan);
  const times = Float64Array.from(rows, (row) => instants[row] ?? Number.NaN);
  const order = Uint32Array.from(times.keys()).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  const span = (times[order.at(-1) ?? 0] ?? 0) - (times[order[0] ?? 0] ?? 0);
  const rowsPerHour = ((rows.length - 1) * HOUR) / Math.max(1, span);
  // A block is at most a tenth of the rows, or too few blocks are left to tell how much they differ.
  const longest = Math.max(1, Math.floor(rows.length / 10));
  return { order, blockLength: Math.min(Math.max(1, Math.round(plan.judging.blockHours * rowsPerHour)), longest) };
}

const skillReasons: Readonly<Record<BaselineComparison["verdict"], readonly string[]>> = {
  better: [],
  worse: ["no-skill-over-baseline"],
  undecided: ["skill-over-baseline-undecided"],
};

function verdictOf(
  gate: GateResult | null,
  comparison: BaselineComparison | null,
): Pick<TableJudgement, "verdict" | "reasons"> {
  const skill = comparison?.verdict ?? "undecided";
  const reasons = skillReasons[skill];
  if (gate) {
    const verdict = gate.verdict === "met" ? "promote" : gate.verdict === "missed" ? "keep" : "inconclusive";
    return { verdict, reasons: [...gate.reasons, ...reasons] };
  }
  const verdicts = { better: "promote", worse: "keep", undecided: "inconclusive" } as const;
  return { verdict: verdicts[skill], reasons };
}
