import { canonicalJson, MlopsError, type Prediction } from "@mlops/core";
import { calibrationToOnnx } from "@mlops/evaluation";
import {
  appendEstimator,
  findEstimator,
  LABEL_OUTPUT,
  type ModelColumn,
  openModel,
  probabilityOutput,
  VALUE_OUTPUT,
} from "@mlops/models";
import { graphBuilder, onnxModel, writeModel } from "@mlops/onnx";
import { modelColumns, preparationOpsets, preparationToOnnx } from "@mlops/preprocessing";
import type { Table } from "@mlops/table";

import { decidedCodes } from "./decision.ts";
import type { FittedTable } from "./fit-table.ts";
import { predictTable } from "./predict-table.ts";

export interface ExportedTable {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Largest difference between TypeScript and the ONNX file on the test part. */
  readonly difference: number;
  readonly rows: number;
}

/** Both compute in double precision; only the order of sums differs. */
const LARGEST_DIFFERENCE = 1e-6;

/**
 * Preparation and estimator as one ONNX file over the raw columns, checked on the test part: what ONNX Runtime predicts
 * from raw columns is what TypeScript predicts.
 *
 * @throws MlopsError MODEL_EXPORT_DIFFERS, PREPROCESSING_NOT_PORTABLE
 */
export async function exportTable(
  fitted: FittedTable,
  test: Table,
  metadata: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<ExportedTable> {
  const estimator = await findEstimator(fitted.estimator.estimator).load();
  const graph = graphBuilder(fitted.estimator.estimator);
  const { calibration, threshold } = fitted.decision;
  await appendEstimator(graph, preparationToOnnx(graph, fitted.preparation), estimator, fitted.estimator, {
    ...(calibration && { calibrate: (into, probabilities) => calibrationToOnnx(into, calibration, probabilities) }),
    ...(threshold && { decision: { threshold: threshold.value, positive: threshold.positiveClass } }),
  });
  const text = Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [key, typeof value === "string" ? value : canonicalJson(value)]),
  );
  const bytes = writeModel(onnxModel(graph.finish(), { opsets: preparationOpsets, metadata: text }));
  const expected = await predictTable(fitted, test);
  await using model = await openModel(bytes);
  const columns = modelColumns(test, fitted.preparation);
  const actual = await model.predict(columns, signal ? { signal } : {});
  const difference = largestDifference(expected, actual);
  assertSameLabels(expected, fitted, actual[LABEL_OUTPUT]);
  if (!(difference <= LARGEST_DIFFERENCE)) {
    throw new MlopsError(
      "MODEL_EXPORT_DIFFERS",
      `The ONNX file differs from the trained model by up to ${difference}.`,
    );
  }
  return { bytes, difference, rows: test.rowCount };
}

/**
 * Labels by threshold: equal wherever the probability does not lie on the threshold itself, where its last bit decides.
 *
 * @throws MlopsError MODEL_EXPORT_DIFFERS
 */
function assertSameLabels(expected: Prediction, { decision }: FittedTable, labels: ModelColumn | undefined): void {
  const { threshold } = decision;
  if (!threshold || expected.kind === "values") return;
  const { classes, probabilities } = expected;
  const codes = decidedCodes(decision, classes, probabilities) ?? new Int32Array();
  const positive = probabilities[classes.indexOf(threshold.positiveClass)] ?? new Float64Array();
  const row = codes.findIndex(
    (code, at) =>
      labelText(classes[code]) !== labelText(labels?.[at]) &&
      Math.abs((positive[at] ?? NaN) - threshold.value) > LARGEST_DIFFERENCE,
  );
  if (row < 0) return;
  throw new MlopsError(
    "MODEL_EXPORT_DIFFERS",
    `The ONNX file labels row ${row} ${String(labels?.[row])}, the trained model ${String(classes[codes[row] ?? 0])}.`,
  );
}

/** Booleans come back as bytes. */
function labelText(label: unknown): string {
  return String(typeof label === "boolean" ? Number(label) : label);
}

function largestDifference(expected: Prediction, actual: Readonly<Record<string, ModelColumn>>): number {
  const pairs: (readonly [Float64Array, ModelColumn | undefined])[] =
    expected.kind === "values"
      ? [[expected.values, actual[VALUE_OUTPUT]]]
      : expected.classes.map((each, code) => [
          expected.probabilities[code] ?? new Float64Array(),
          actual[probabilityOutput(each)],
        ]);
  return Math.max(0, ...pairs.map(([own, other]) => columnDifference(own, other)));
}

function columnDifference(expected: Float64Array, actual: ModelColumn | undefined): number {
  if (!(actual instanceof Float64Array) || actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return expected.reduce((largest, value, row) => Math.max(largest, Math.abs(value - (actual[row] ?? NaN))), 0);
}
