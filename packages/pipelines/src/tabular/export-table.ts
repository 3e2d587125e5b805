import { canonicalJson, MlopsError, type Prediction } from "@mlops/core";
import { calibrationToOnnx } from "@mlops/evaluation";
import {
  appendEstimator,
  graphOpsets,
  labelOutput,
  loadFitted,
  type ModelColumn,
  type OnnxFeature,
  openModel,
  probabilityOutput,
  quantileOutput,
  valueOutput,
} from "@mlops/models";
import { type GraphBuilder, graphBuilder, onnxModel, writeModel } from "@mlops/onnx";
import { modelColumns, preparationOpsets, preparationToOnnx } from "@mlops/preprocessing";
import type { Table } from "@mlops/table";

import { decidedCodes } from "./decision.ts";
import type { FittedTable } from "./fit-table.ts";
import { predictTable } from "./predict-table.ts";
import { fittedFor, targetsOf } from "./several-targets.ts";
import type { TablePlan } from "./table-plan.ts";

export interface ExportedTable {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Largest difference between TypeScript and the ONNX file on the test part. */
  readonly difference: number;
  readonly rows: number;
}

/** Only the order of sums differs, by the precision in which both compute. */
const largestDifferences = { double: 1e-6, single: 1e-5 } as const;

/**
 * Preparation and estimator as one ONNX file over the raw columns, checked on the test part: what ONNX Runtime predicts
 * from raw columns is what TypeScript predicts.
 *
 * @throws MlopsError MODEL_EXPORT_DIFFERS, PREPROCESSING_NOT_PORTABLE
 */
export async function exportTable(
  fitted: FittedTable,
  plan: Pick<TablePlan, "target" | "otherTargets">,
  test: Table,
  metadata: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<ExportedTable> {
  const names = targetsOf(plan);
  const parts = names.map((name): TargetPart => {
    const alone = fittedFor(fitted, name);
    return names.length === 1 ? { fitted: alone } : { fitted: alone, target: name };
  });
  const graph = graphBuilder(fitted.estimator.estimator);
  const inputs = preparationToOnnx(graph, fitted.preparation);
  for (const part of parts) await appendTarget(graph, inputs, part);
  const text = Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [key, typeof value === "string" ? value : canonicalJson(value)]),
  );
  const estimator = await loadFitted(fitted.estimator);
  const rowsPerRun = estimator.rowsPerRun?.(fitted.estimator.state);
  const own = rowsPerRun === undefined ? {} : { rows_per_run: String(rowsPerRun) };
  const finished = graph.finish();
  // Operators of the preparation are the same in both versions that estimators ask for.
  const opsets = { ...preparationOpsets, ...graphOpsets(finished) };
  const bytes = writeModel(onnxModel(finished, { opsets, metadata: { ...text, ...own } }));
  await using model = await openModel(bytes);
  const columns = modelColumns(test, fitted.preparation);
  const actual = await model.predict(columns, signal ? { signal } : {});
  let difference = 0;
  const limit = largestDifferences[estimator.precision ?? "double"];
  for (const { target, fitted: alone } of parts) {
    const expected = await predictTable(alone, test);
    difference = Math.max(difference, largestDifference(expected, actual, target));
    assertSameLabels(expected, alone, actual[labelOutput(target)], limit);
  }
  if (!(difference <= limit)) {
    throw new MlopsError(
      "MODEL_EXPORT_DIFFERS",
      `The ONNX file differs from the trained model by up to ${difference}.`,
    );
  }
  return { bytes, difference, rows: test.rowCount };
}

interface TargetPart {
  readonly fitted: FittedTable;
  /** Of a model of several targets: which one. */
  readonly target?: string;
}

async function appendTarget(
  graph: GraphBuilder,
  inputs: readonly OnnxFeature[],
  { fitted, target }: TargetPart,
): Promise<void> {
  const estimator = await loadFitted(fitted.estimator);
  const { calibration, threshold } = fitted.decision;
  await appendEstimator(graph, inputs, estimator, fitted.estimator, {
    ...(target !== undefined && { target }),
    ...(calibration && { calibrate: (into, probabilities) => calibrationToOnnx(into, calibration, probabilities) }),
    ...(threshold && { decision: { threshold: threshold.value, positive: threshold.positiveClass } }),
  });
}

/**
 * Equal labels wherever no probability lies on the border between two, where its last bit decides.
 *
 * @throws MlopsError MODEL_EXPORT_DIFFERS
 */
function assertSameLabels(
  expected: Prediction,
  { decision }: FittedTable,
  labels: ModelColumn | undefined,
  limit: number,
): void {
  if (expected.kind === "values") return;
  const { classes, probabilities } = expected;
  const codes = decidedCodes(decision, classes, probabilities) ?? likeliestCodes(probabilities);
  const row = codes.findIndex(
    (code, at) => labelText(classes[code]) !== labelText(labels?.[at]) && margin(expected, decision, at) > limit,
  );
  if (row < 0) return;
  throw new MlopsError(
    "MODEL_EXPORT_DIFFERS",
    `The ONNX file labels row ${row} ${String(labels?.[row])}, the trained model ${String(classes[codes[row] ?? 0])}.`,
  );
}

type Probabilities = Extract<Prediction, { kind: "probabilities" }>;

/** The class of the greatest probability of each row, the first of equal ones. */
function likeliestCodes(probabilities: Probabilities["probabilities"]): Int32Array {
  return Int32Array.from({ length: probabilities[0]?.length ?? 0 }, (_, row) => {
    const values = probabilities.map((each) => each[row] ?? Number.NaN);
    return values.indexOf(Math.max(...values));
  });
}

/** How far a row's probabilities lie from the border between two labels. */
function margin(
  { classes, probabilities }: Probabilities,
  { threshold }: FittedTable["decision"],
  row: number,
): number {
  if (threshold) {
    const positive = probabilities[classes.indexOf(threshold.positiveClass)];
    return Math.abs((positive?.[row] ?? Number.NaN) - threshold.value);
  }
  const [first = 0, second = 0] = probabilities.map((each) => each[row] ?? Number.NaN).toSorted((a, b) => b - a);
  return first - second;
}

/** Booleans come back as bytes. */
function labelText(label: unknown): string {
  return String(typeof label === "boolean" ? Number(label) : label);
}

/** Of values in units of the largest of them, where that is above 1. */
function largestDifference(
  expected: Prediction,
  actual: Readonly<Record<string, ModelColumn>>,
  target: string | undefined,
): number {
  const pairs: (readonly [Float64Array, ModelColumn | undefined])[] =
    expected.kind === "values"
      ? [
          [expected.values, actual[valueOutput(target)]],
          ...(expected.quantiles ?? []).map(
            ({ level, values }) => [values, actual[quantileOutput(level, target)]] as const,
          ),
        ]
      : expected.classes.map((each, code) => [
          expected.probabilities[code] ?? new Float64Array(),
          actual[probabilityOutput(each, target)],
        ]);
  const unit =
    expected.kind === "values" ? expected.values.reduce((most, value) => Math.max(most, Math.abs(value)), 1) : 1;
  return Math.max(0, ...pairs.map(([own, other]) => columnDifference(own, other))) / unit;
}

function columnDifference(expected: Float64Array, actual: ModelColumn | undefined): number {
  if (!(actual instanceof Float64Array) || actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return expected.reduce((largest, value, row) => Math.max(largest, Math.abs(value - (actual[row] ?? NaN))), 0);
}
