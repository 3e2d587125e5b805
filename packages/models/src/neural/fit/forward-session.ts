import { graphBuilder, onnxModel, type Value, writeModel } from "@mlops/onnx";
import type { Tensor as TensorValue } from "onnxruntime-node";

import { loadOnnxRuntime, sessionOptions } from "../../runtime/onnx-runtime.ts";
import type { ColumnMatrices } from "../column-plan.ts";
import type { Network } from "../network.ts";
import { parameterCount } from "../parameters.ts";
import { servingScope } from "../scope.ts";
import { featureInputs, parametersOf } from "../training/step-graph.ts";

/** Rows of one run: its memory is bounded by them. */
const CHUNK_ROWS = 256;

/** A network's outputs for any parameters: nothing is dropped. */
export interface ForwardSession extends AsyncDisposable {
  /** Row-major [rows, outputs]. A row's outputs do not depend on the others. */
  outputs(parameters: Float32Array, matrices: ColumnMatrices, rows: number): Promise<Float32Array>;
}

export async function openForwardSession(network: Network, threads: number): Promise<ForwardSession> {
  const { InferenceSession: sessions, Tensor } = await loadOnnxRuntime();
  const session = await sessions.create(forwardModel(network), sessionOptions(threads));
  const inputs = featureInputs(network);
  return {
    async outputs(parameters, matrices, rows) {
      const vector = new Tensor("float32", parameters, [parameters.length]);
      const parts: Float32Array[] = [];
      for (let start = 0; start < rows; start += CHUNK_ROWS) {
        const count = Math.min(CHUNK_ROWS, rows - start);
        const feeds: Record<string, TensorValue> = { parameters: vector };
        for (const { name, columns } of inputs) {
          const given = matrices[name as keyof ColumnMatrices];
          const width = columns ?? 1;
          const padded = paddedRows(given ?? new Float32Array(), width, start, count);
          const shape = [padded.length / width, width];
          feeds[name] =
            padded instanceof Int32Array ? new Tensor("int32", padded, shape) : new Tensor("float32", padded, shape);
        }
        const { outputs } = await session.run(feeds);
        const data = outputs?.data as Float32Array;
        const each = data.length / Math.max(count, LEAST_ROWS);
        parts.push(data.subarray(0, count * each));
      }
      return joined(parts);
    },
    [Symbol.asyncDispose]: () => session.release(),
  };
}

/** Products with one row take another way through the runtime, with sums in another order. */
const LEAST_ROWS = 2;

function paddedRows<T extends Float32Array | Int32Array>(values: T, width: number, start: number, count: number): T {
  const part = values.subarray(start * width, (start + count) * width) as T;
  if (count >= LEAST_ROWS) return part;
  const padded = (
    part instanceof Int32Array ? new Int32Array(LEAST_ROWS * width) : new Float32Array(LEAST_ROWS * width)
  ) as T;
  padded.set(part);
  return padded;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function forwardModel(network: Network): Uint8Array {
  const graph = graphBuilder("forward");
  const vector = graph.input("parameters", "float", [parameterCount(network.parameters)]);
  const scope = servingScope(graph, parametersOf(graph, vector, network));
  const values: Record<string, Value> = {};
  for (const { name, type, columns } of featureInputs(network)) {
    values[name] = graph.input(name, type, ["rows", columns ?? 1]);
  }
  const inputs = { numeric: values["numeric"], missing: values["missing"], codes: values["codes"] };
  graph.output("outputs", network.forward(scope, inputs), "float", ["rows", "outputs"]);
  return writeModel(onnxModel(graph.finish()));
}
