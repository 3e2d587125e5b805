import type * as onnxRuntime from "onnxruntime-node";
import type { InferenceSession, Tensor } from "onnxruntime-node";

import type { ColumnType, ModelColumn } from "./model-column.ts";

/** ONNX Runtime's level "fatal": what goes wrong is thrown, so that it need not be printed as well. */
const SILENT = 4;

type OnnxRuntime = typeof onnxRuntime;

let loading: Promise<OnnxRuntime> | undefined;

/**
 * The native library, loaded at first use: it takes tens of milliseconds and megabytes that most commands do not need.
 * The level is set before the first session because the runtime looks for devices then, and warns where it finds no list.
 */
export function loadOnnxRuntime(): Promise<OnnxRuntime> {
  loading ??= import("onnxruntime-node").then((runtime) => {
    runtime.env.logLevel = "fatal";
    return runtime;
  });
  return loading;
}

/** `threads` are fixed because sums, and so the last bits of results, depend on how work is divided. */
export function sessionOptions(threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ["cpu"],
    executionMode: "sequential",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: SILENT,
  };
}

/** A view of the rows [start, end) where the column is a typed array, a copy where it is text. */
export function tensorOf(
  { Tensor }: OnnxRuntime,
  type: ColumnType,
  column: ModelColumn,
  start: number,
  end: number,
): Tensor {
  const shape = [end - start];
  if (column instanceof Float64Array) return new Tensor("float64", column.subarray(start, end), shape);
  if (column instanceof BigInt64Array) return new Tensor("int64", column.subarray(start, end), shape);
  if (column instanceof Uint8Array) return new Tensor("bool", column.subarray(start, end), shape);
  if (type === "string") return new Tensor("string", column.slice(start, end), shape);
  throw new TypeError(`a column of type ${type} cannot be ${typeof column}`);
}

/** `1.30.0`. */
export async function onnxRuntimeVersion(): Promise<string> {
  const { env } = await loadOnnxRuntime();
  return env.versions.node ?? env.versions.common;
}
