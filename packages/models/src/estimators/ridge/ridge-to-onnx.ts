import { doubles, graphBuilder, int64s, onnxModel, type Value, writeModel } from "@mlops/onnx";

import type { OutputRange } from "./predict-ridge.ts";
import type { RidgeState } from "./ridge-state.ts";

/** The one output: rank 1, double, in target units. */
export const OUTPUT_NAME = "value";

export interface RidgeExportOptions {
  readonly range?: OutputRange;
  /** What the file says about itself: model name, version, run, signature, digests. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The model as one ONNX file: a rank-1 double input for each column, named like it, NaN meaning null; imputation, scaling
 * and range inside; everything in double precision. Equal states and options give equal bytes.
 *
 * @throws MlopsError ONNX_GRAPH_INVALID where a column's name cannot be an input's.
 */
export function ridgeToOnnx(state: RidgeState, options: RidgeExportOptions = {}): Uint8Array<ArrayBuffer> {
  const graph = graphBuilder("ridge");
  const row: [number, number] = [1, state.names.length];
  const inputs = state.names.map((name) => graph.input(name, "double", ["rows"]));
  const columnAxis = graph.constant("axis", int64s([1]));
  const columns = inputs.map((input) => graph.node("Unsqueeze", [input, columnAxis]));
  const table = graph.node("Concat", columns, { attributes: { axis: { int: 1 } } });

  const means = graph.constant("means", doubles(state.means, row));
  const imputed = graph.node("Where", [graph.node("IsNaN", [table]), means, table]);
  const centred = graph.node("Sub", [imputed, means]);
  const scaled = graph.node("Div", [centred, graph.constant("scales", doubles(state.scales, row))]);

  const coefficients = graph.constant("coefficients", doubles(state.coefficients, [state.names.length, 1]));
  const product = graph.node("Squeeze", [graph.node("MatMul", [scaled, coefficients]), columnAxis]);
  let prediction: Value = graph.node("Add", [product, graph.constant("intercept", doubles([state.intercept], []))]);
  if (options.range !== undefined) {
    const minimum = graph.constant("minimum", doubles([options.range.minimum], []));
    const maximum = graph.constant("maximum", doubles([options.range.maximum], []));
    prediction = graph.node("Clip", [prediction, minimum, maximum]);
  }
  graph.output(OUTPUT_NAME, prediction, "double", ["rows"]);
  return writeModel(onnxModel(graph.finish(), { metadata: options.metadata ?? {} }));
}
