import { canonicalJson, MlopsError, type Prediction } from "@mlops/core";
import {
  appendEstimator,
  findEstimator,
  type ModelColumn,
  openModel,
  predictEstimator,
  probabilityOutput,
  VALUE_OUTPUT,
} from "@mlops/models";
import { graphBuilder, onnxModel, writeModel } from "@mlops/onnx";
import { applyPreparation, modelColumns, preparationOpsets, preparationToOnnx } from "@mlops/preprocessing";
import type { Table } from "@mlops/table";

import type { FittedTable } from "./fit-table.ts";

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
  appendEstimator(graph, preparationToOnnx(graph, fitted.preparation), estimator, fitted.estimator);
  const text = Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [key, typeof value === "string" ? value : canonicalJson(value)]),
  );
  const bytes = writeModel(onnxModel(graph.finish(), { opsets: preparationOpsets, metadata: text }));
  const expected = await predictEstimator(estimator, fitted.estimator, applyPreparation(test, fitted.preparation));
  await using model = await openModel(bytes);
  const columns = modelColumns(test, fitted.preparation.state.inputs);
  const actual = await model.predict(columns, signal ? { signal } : {});
  const difference = largestDifference(expected, actual);
  if (!(difference <= LARGEST_DIFFERENCE)) {
    throw new MlopsError(
      "MODEL_EXPORT_DIFFERS",
      `The ONNX file differs from the trained model by up to ${difference}.`,
    );
  }
  return { bytes, difference, rows: test.rowCount };
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
