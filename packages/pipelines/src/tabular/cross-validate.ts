import { randomKey, splitKey } from "@mlops/core";
import { type Fold, groupKFold, kFold, stratifiedKFold, timeSeriesFolds } from "@mlops/evaluation";
import type { ReportedFolds } from "@mlops/reporting";

import { openCustomMetrics } from "../custom-metrics/open-custom-metrics.ts";
import { fitTable, type FitTableContext } from "./fit-table.ts";
import { predictTable } from "./predict-table.ts";
import { metricNames, type Scores, scoresOf } from "./score-table.ts";
import { fittedFor, meanScores, targetsOf, workFor } from "./several-targets.ts";
import type { TablePlan } from "./table-plan.ts";
import { takeTarget } from "./take-rows.ts";
import { groupsOf, instantsOf, type TableWork } from "./table-work.ts";

export interface TableFolds {
  readonly strategy: ReportedFolds["strategy"];
  /** Positions in the whole table. */
  readonly folds: readonly Fold[];
}

/** How the model does on one fold. Plain JSON. */
export interface FoldResult {
  readonly train: number;
  readonly test: number;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/**
 * Folds of the rows that neither judge nor calibrate, parted as the split parts: in order of time, by group, by class, or at
 * random.
 *
 * @throws MlopsError EVALUATION_SPLIT_EMPTY where there are too few rows or groups
 */
export function tableFolds(work: TableWork, plan: TablePlan, folds: number, seed: number): TableFolds {
  const { train = new Uint32Array(), validation = new Uint32Array() } = work.split.parts;
  const positions = Uint32Array.from([...train, ...validation]).sort();
  const key = splitKey(randomKey(seed), "folds");
  if (work.split.strategy === "temporal") {
    const instants = instantsOf(work.rows.table, plan);
    const ordered = positions.sort((a, b) => (instants[a] ?? 0) - (instants[b] ?? 0));
    const times = Float64Array.from(ordered, (row) => instants[row] ?? Number.NaN);
    return { strategy: "in order of time", folds: placed(timeSeriesFolds(times, { folds }), ordered) };
  }
  const rowKeys = Array.from(positions, (row) => work.rowKeys[row] ?? "");
  if (work.split.strategy === "group") {
    const groups = groupsOf(work.rows.table, plan);
    const own = Array.from(positions, (row) => groups[row] ?? "");
    return { strategy: "by group", folds: placed(groupKFold(own, { folds, key }), positions) };
  }
  if (work.split.strategy === "stratified" && work.target.kind === "classes") {
    const { codes } = work.target;
    const own = Int32Array.from(positions, (row) => codes[row] ?? 0);
    return { strategy: "stratified by class", folds: placed(stratifiedKFold(own, { folds, key, rowKeys }), positions) };
  }
  return { strategy: "random", folds: placed(kFold(positions.length, { folds, key, rowKeys }), positions) };
}

/** Fits preparation and estimator on the rows of one fold that train, and scores them on its others. */
export async function crossValidateFold(
  work: TableWork,
  plan: TablePlan,
  { train, test }: Fold,
  context: FitTableContext,
): Promise<FoldResult> {
  const own: TableWork = { ...work, split: { ...work.split, parts: { train, test } } };
  // Calibration and threshold have no rows of their own here: folds judge the estimator.
  const fitted = await fitTable(own, { ...plan, decision: {} }, context);
  const table = work.rows.table.take(test);
  const custom = await openCustomMetrics(plan.customMetrics ?? []);
  const names = metricNames(plan);
  const byTarget: Scores[] = [];
  for (const name of targetsOf(plan)) {
    const target = takeTarget(workFor(work, name).target, test);
    byTarget.push(scoresOf(target, await predictTable(fittedFor(fitted, name), table), names, plan, { custom }));
  }
  const scores = meanScores(byTarget);
  return {
    train: train.length,
    test: test.length,
    metrics: Object.fromEntries(Object.entries(scores).map(([name, { value }]) => [name, value])),
  };
}

/** Mean and spread of each metric over the folds; null where a fold has no value. */
export function summarizeFolds(
  strategy: string,
  results: readonly FoldResult[],
  names: readonly string[],
): ReportedFolds {
  return {
    strategy,
    folds: results.map(({ train, test }) => ({ train, test })),
    metrics: names.map((name) => {
      const values = results.map(({ metrics }) => metrics[name] ?? null);
      return { name, values, ...spreadOf(values) };
    }),
  };
}

function spreadOf(values: readonly (number | null)[]): {
  readonly mean: number | null;
  readonly deviation: number | null;
} {
  const known = values.filter((value) => value !== null);
  if (known.length < values.length || known.length === 0) return { mean: null, deviation: null };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: known.length < 2 ? null : Math.sqrt(squares / (known.length - 1)) };
}

function placed(folds: readonly Fold[], positions: Uint32Array): readonly Fold[] {
  const place = (rows: Uint32Array): Uint32Array => rows.map((at) => positions[at] ?? 0);
  return folds.map(({ train, test }) => ({ train: place(train), test: place(test) }));
}
