import { MlopsError, type Prediction, type Target } from "@mlops/core";
import { type ComparedTables, sideTable } from "@mlops/data-generation";
import { type MetricValue, scoreClassification, scorePredictors } from "@mlops/evaluation";
import { findEstimator, predictEstimator, trainInChild } from "@mlops/models";
import {
  applyPreparation,
  fitPreparation,
  planBlock,
  readLabels,
  readNumericTarget,
  resolveSteps,
} from "@mlops/preprocessing";
import type { Table } from "@mlops/table";

/** How good a model of synthetic rows is on real ones, beside one that learned from real rows. Plain JSON. */
export interface Utility {
  readonly target: string;
  readonly task: "classification" | "regression";
  readonly estimator: string;
  /** Rows that judge: held out where there are some, else a quarter of the real ones, which the synthesizer may have seen. */
  readonly testRows: number;
  readonly testSource: "holdout" | "real";
  /** By metric. */
  readonly trainedOnReal: Readonly<Record<string, number | null>>;
  readonly trainedOnSynthetic: Readonly<Record<string, number | null>>;
  /** Real minus synthetic, of the first metric: what is lost by learning from synthetic rows. */
  readonly gap: number | null;
}

export interface UtilityRequest {
  readonly tables: ComparedTables;
  readonly target: string;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

const MOST_ROWS = 20_000;
const MOST_LEVELS = 100;
const metrics = { classification: ["roc_auc", "f1_macro", "accuracy"], regression: ["r2", "rmse", "mae"] } as const;
const estimators = { classification: "logistic-regression", regression: "ridge" } as const;

/**
 * Trains the same estimator on the synthetic and on the real rows and judges both on real rows that neither learned from.
 *
 * @throws MlopsError TABLE_COLUMN_UNKNOWN for the target, SYNTHESIS_DATA_INVALID where a side lacks a class of it
 */
export async function judgeUtility(request: UtilityRequest): Promise<Utility> {
  const { tables, target } = request;
  const column = tables.columns.find(({ name }) => name === target);
  if (column === undefined) {
    const names = tables.columns.map(({ name }) => name).join(", ");
    throw new MlopsError(
      "TABLE_COLUMN_UNKNOWN",
      `There is no target "${target}" among the compared columns: ${names}.`,
    );
  }
  const task = column.shape === "discrete" ? "classification" : "regression";
  const { train, test, synthetic, testSource } = partsOf(tables);
  const judge = async (learned: Table): Promise<Readonly<Record<string, number | null>>> =>
    judgeOne(request, task, withTarget(learned, target), withTarget(test, target));
  const [trainedOnReal, trainedOnSynthetic] = [await judge(train), await judge(synthetic)];
  const [first = ""] = metrics[task];
  const [real, other] = [trainedOnReal[first] ?? null, trainedOnSynthetic[first] ?? null];
  return {
    target,
    task,
    estimator: estimators[task],
    testRows: test.rowCount,
    testSource,
    trainedOnReal,
    trainedOnSynthetic,
    gap: real === null || other === null ? null : real - other,
  };
}

interface Parts {
  readonly train: Table;
  readonly test: Table;
  readonly synthetic: Table;
  readonly testSource: Utility["testSource"];
}

/** Columns with very many categories are left out; every fourth real row judges where none were held out. */
function partsOf(tables: ComparedTables): Parts {
  const few = {
    ...tables,
    columns: tables.columns.filter((column) => column.shape === "continuous" || column.levels.length <= MOST_LEVELS),
  };
  const rows = (count: number, holds: (row: number) => boolean): Int32Array =>
    Int32Array.from({ length: Math.min(count, 4 * MOST_ROWS) }, (_, row) => row)
      .filter(holds)
      .subarray(0, MOST_ROWS);
  const held = tables.holdoutRows > 0;
  const synthetic = sideTable(
    few,
    "synthetic",
    rows(tables.syntheticRows, () => true),
  );
  if (held) {
    const train = sideTable(
      few,
      "real",
      rows(tables.realRows, () => true),
    );
    return {
      train,
      synthetic,
      test: sideTable(
        few,
        "holdout",
        rows(tables.holdoutRows, () => true),
      ),
      testSource: "holdout",
    };
  }
  return {
    train: sideTable(
      few,
      "real",
      rows(tables.realRows, (row) => row % 4 !== 0),
    ),
    test: sideTable(
      few,
      "real",
      rows(tables.realRows, (row) => row % 4 === 0),
    ),
    synthetic,
    testSource: "real",
  };
}

/** Rows without a target can neither teach nor judge. */
function withTarget(table: Table, target: string): Table {
  return table.filter((row) => row.get(target) !== null);
}

async function judgeOne(
  { target, seed, signal }: UtilityRequest,
  task: Utility["task"],
  learned: Table,
  test: Table,
): Promise<Readonly<Record<string, number | null>>> {
  const block = planBlock({ name: "default_preprocessor", options: {} }, learned, [target]);
  const steps = await resolveSteps(block.steps);
  const fitted = fitPreparation(learned, steps, {
    targets: [target],
    exclude: block.exclude.filter((name) => name !== target),
    seed,
  });
  const own = targetOf(fitted.others, target, task);
  const { fitted: model } = await trainInChild({
    estimator: estimators[task],
    training: { features: fitted.features, target: own },
    seed,
    ...(signal !== undefined && { signal }),
  });
  const estimator = await findEstimator(estimators[task]).load();
  const prediction = await predictEstimator(estimator, model, applyPreparation(test, fitted.preparation));
  return scoresOf(targetOf(test, target, task, own), prediction, task);
}

function targetOf(table: Table, target: string, task: Utility["task"], learned?: Target): Target {
  if (task === "regression") return readNumericTarget(table, target);
  try {
    return readLabels(table, target, learned?.kind === "classes" ? learned.classes : undefined);
  } catch (cause) {
    const message = `The rows that are learned from lack a class of "${target}" that the rows that judge have.`;
    throw new MlopsError("SYNTHESIS_DATA_INVALID", message, {
      cause,
      hint: "Make more synthetic rows, or choose another target.",
    });
  }
}

function scoresOf(
  target: Target,
  prediction: Prediction,
  task: Utility["task"],
): Readonly<Record<string, number | null>> {
  const names = metrics[task];
  const values: Readonly<Record<string, MetricValue>> =
    target.kind === "classes" && prediction.kind === "probabilities"
      ? scoreClassification(
          { classes: target.classes, truth: target.codes, probabilities: prediction.probabilities },
          names,
        )
      : target.kind === "values" && prediction.kind === "values"
        ? (scorePredictors(target.values, { model: prediction.values }, names)["model"] ?? {})
        : {};
  return Object.fromEntries(names.map((name) => [name, values[name]?.value ?? null]));
}
