import { MlopsError } from "@mlops/core";

/** A constant: its elements in row-major order; `dimensions` is empty for a scalar. Bools are bytes 0 and 1. */
export type Tensor = { readonly dimensions: readonly number[] } & (
  | { readonly type: "double"; readonly data: Float64Array }
  | { readonly type: "float"; readonly data: Float32Array }
  | { readonly type: "int64"; readonly data: BigInt64Array }
  | { readonly type: "int32"; readonly data: Int32Array }
  | { readonly type: "uint8"; readonly data: Uint8Array }
  | { readonly type: "bool"; readonly data: Uint8Array }
  | { readonly type: "string"; readonly data: readonly string[] }
);

/** Doubles as a tensor; rank 1 unless `dimensions` say otherwise. */
export function doubles(values: ArrayLike<number>, dimensions: readonly number[] = [values.length]): Tensor {
  return { type: "double", data: Float64Array.from(values), dimensions };
}

/** Integers, each of which a number holds exactly, as an int64 tensor; rank 1 unless `dimensions` say otherwise. */
export function int64s(values: readonly number[], dimensions: readonly number[] = [values.length]): Tensor {
  return { type: "int64", data: BigInt64Array.from(values, (value) => BigInt(value)), dimensions };
}

/** @throws MlopsError ONNX_GRAPH_INVALID where the dimensions do not count the elements. */
export function assertTensor(tensor: Tensor, name: string): void {
  const expected = tensor.dimensions.reduce((product, dimension) => product * dimension, 1);
  const whole = tensor.dimensions.every((dimension) => Number.isSafeInteger(dimension) && dimension >= 0);
  if (whole && expected === tensor.data.length) return;
  throw new MlopsError(
    "ONNX_GRAPH_INVALID",
    `The tensor "${name}" has ${tensor.data.length} elements, which do not fit its shape [${tensor.dimensions.join(", ")}].`,
    { details: { name, dimensions: tensor.dimensions, elements: tensor.data.length } },
  );
}
