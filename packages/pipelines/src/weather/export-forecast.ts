import { canonicalJson, MlopsError } from "@mlops/core";
import { exportEstimator, openModel, ridge } from "@mlops/models";

import { type FittedForecast, predictRows, SCORE_RANGE } from "./fit-forecast.ts";
import { sliceRows, type TrainingRows } from "./training-rows.ts";

export interface ExportedForecast {
  readonly bytes: Uint8Array;
  /** Largest difference between the trained model and the ONNX file on the last part, in score points. */
  readonly difference: number;
}

/** Both compute in double precision; only the order of sums differs. */
const LARGEST_DIFFERENCE = 1e-6;

/**
 * Writes the model as one ONNX file over raw feature columns and checks, on the last part, that ONNX Runtime predicts
 * what the trained model predicts.
 *
 * @throws MlopsError MODEL_EXPORT_DIFFERS
 */
export async function exportForecast(
  rows: TrainingRows,
  fitted: FittedForecast,
  metadata: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<ExportedForecast> {
  const text = Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [key, typeof value === "string" ? value : canonicalJson(value)]),
  );
  const bytes = await exportEstimator(ridge, fitted.model, { range: SCORE_RANGE, metadata: text });
  const test = sliceRows(rows, fitted.split.test.from, fitted.split.test.to);
  const expected = await predictRows(fitted.model, test);
  await using model = await openModel(bytes);
  const columns = Object.fromEntries(test.names.map((name, index) => [name, test.columns[index] ?? []]));
  const { value } = await model.predict(columns, signal ? { signal } : {});
  const difference = expected.reduce((largest, expectedValue, row) => {
    const actual = value?.[row];
    return typeof actual === "number" ? Math.max(largest, Math.abs(actual - expectedValue)) : Number.POSITIVE_INFINITY;
  }, 0);
  if (!(difference <= LARGEST_DIFFERENCE)) {
    throw new MlopsError(
      "MODEL_EXPORT_DIFFERS",
      `The ONNX file differs from the trained model by up to ${difference} score points.`,
    );
  }
  return { bytes, difference };
}
