import { type GateResult, judgeGate, type MetricValue } from "@mlops/evaluation";

import type { FittedTable } from "./fit-table.ts";
import { judgeTable, type TableJudgement } from "./judge-table.ts";
import type { Scores } from "./score-table.ts";
import type { TablePlan } from "./table-plan.ts";
import type { TableWork } from "./table-work.ts";

/** How a model does on all its targets together, and on each where it has several. */
export interface ModelJudgement extends TableJudgement {
  /** By target; there only where the model has several. */
  readonly targets?: Readonly<Record<string, TableJudgement>>;
}

/** Of a model of one target, that one. */
export function targetsOf({ target, otherTargets = [] }: Pick<TablePlan, "target" | "otherTargets">): string[] {
  return [target, ...otherTargets];
}

/** The plan of one target alone: the others are no features of it. */
export function planFor(plan: TablePlan, target: string): TablePlan {
  const { otherTargets = [], ...alone } = plan;
  const others = [plan.target, ...otherTargets].filter((name) => name !== target);
  return { ...alone, target, exclude: [...new Set([...plan.exclude, ...others])] };
}

/** The model of one target alone. */
export function fittedFor(fitted: FittedTable, target: string): FittedTable {
  const other = fitted.others.find((each) => each.target === target);
  return other ? { ...fitted, ...other, others: [] } : { ...fitted, others: [] };
}

export function workFor(work: TableWork, target: string): TableWork {
  return { ...work, target: work.targets.get(target) ?? work.target };
}

/**
 * Judges each target as a model of its own. Together: metrics are the plain means over the targets, as scikit-learn's
 * `uniform_average`; the gate judges these; without a gate every target has to beat its baseline.
 */
export async function judgeTargets(
  work: TableWork,
  fitted: FittedTable,
  plan: TablePlan,
  seed: number,
): Promise<ModelJudgement> {
  const names = targetsOf(plan);
  if (names.length === 1) return judgeTable(work, fitted, plan, seed);
  const targets: Record<string, TableJudgement> = {};
  for (const name of names) {
    targets[name] = await judgeTable(workFor(work, name), fittedFor(fitted, name), planFor(plan, name), seed);
  }
  return together(targets, plan);
}

function together(targets: Readonly<Record<string, TableJudgement>>, plan: TablePlan): ModelJudgement {
  const all = Object.values(targets);
  const [first] = all;
  const parts = Object.fromEntries(
    Object.entries(first?.parts ?? {}).map(([part, { rows }]) => [
      part,
      { rows, scores: meanScores(all.map((each) => each.parts[part]?.scores ?? {})) },
    ]),
  );
  const test = parts["test"];
  const gate =
    plan.thresholds.length === 0 || !test
      ? null
      : judgeGate({ thresholds: plan.thresholds, minimumPoints: plan.minimumPoints }, test.rows, test.scores);
  const skills = all.flatMap(({ reasons }) => reasons.filter((reason) => reason.includes("skill-over-baseline")));
  return {
    targets,
    parts,
    intervals: {},
    baseline: {
      name: first?.baseline.name ?? "none",
      scores: meanScores(all.map(({ baseline }) => baseline.scores)),
    },
    comparison: null,
    decision: null,
    gate,
    verdict: verdictOf(gate, all),
    reasons: [...new Set([...(gate?.reasons ?? []), ...skills])],
  };
}

function verdictOf(gate: GateResult | null, targets: readonly TableJudgement[]): TableJudgement["verdict"] {
  if (gate) return gate.verdict === "met" ? "promote" : gate.verdict === "missed" ? "keep" : "inconclusive";
  if (targets.every(({ verdict }) => verdict === "promote")) return "promote";
  return targets.some(({ verdict }) => verdict === "keep") ? "keep" : "inconclusive";
}

/** Metrics that every target has; null where one of them is. */
export function meanScores(scores: readonly Scores[]): Scores {
  const [first = {}] = scores;
  const shared = Object.keys(first).filter((name) => scores.every((each) => each[name] !== undefined));
  return Object.fromEntries(shared.map((name) => [name, meanScore(scores.flatMap((each) => each[name] ?? []))]));
}

function meanScore(values: readonly MetricValue[]): MetricValue {
  const n = Math.min(...values.map((each) => each.n));
  const excluded = Math.max(...values.map((each) => each.excluded));
  const numbers = values.flatMap(({ value }) => (value === null ? [] : [value]));
  if (numbers.length < values.length) return { value: null, reason: "not-defined-for-every-target", n, excluded };
  return { value: numbers.reduce((sum, each) => sum + each, 0) / numbers.length, n, excluded };
}
