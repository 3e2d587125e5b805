import type { Feature, Prediction } from "@mlops/core";

import { rowsOf } from "../estimator/rows-of.ts";
import { columnMatrices, networkColumns } from "./column-plan.ts";
import { type ForwardSession, openForwardSession } from "./fit/forward-session.ts";
import { networkOf } from "./network-shape.ts";
import type { NeuralState } from "./neural-state.ts";

/** Opening a session takes longer than predicting a few rows: each state's is kept as long as the state is. */
const sessions = new WeakMap<NeuralState, Promise<ForwardSession>>();

/** One thread, whatever the training had: a prediction's last bits are the same everywhere. */
const THREADS = 1;

export async function predictNetwork(features: readonly Feature[], state: NeuralState): Promise<Prediction> {
  const rows = rowsOf(features);
  const opened =
    sessions.get(state) ?? openForwardSession(networkOf(state.shape, networkColumns(state.columns)), THREADS);
  sessions.set(state, opened);
  const matrices = columnMatrices(features, state.columns, rows);
  const outputs = await (await opened).outputs(state.parameters, matrices, rows);
  const { target } = state;
  if (target.kind === "values") {
    return { kind: "values", values: Float64Array.from(outputs, (value) => value * target.scale + target.mean) };
  }
  return {
    kind: "probabilities",
    classes: target.classes,
    probabilities: softmax(outputs, rows, target.classes.length),
  };
}

/** One column per class, in double precision, as the exported graph computes it. */
function softmax(scores: Float32Array, rows: number, classes: number): Float64Array[] {
  const columns = Array.from({ length: classes }, () => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    const own = scores.subarray(row * classes, (row + 1) * classes);
    const largest = own.reduce((most, score) => Math.max(most, score), -Infinity);
    const powers = Array.from(own, (score) => Math.exp(score - largest));
    const sum = powers.reduce((total, power) => total + power, 0);
    columns.forEach((column, index) => (column[row] = (powers[index] ?? 0) / sum));
  }
  return columns;
}
