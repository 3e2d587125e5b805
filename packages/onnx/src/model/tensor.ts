import { MlopsError } from "@mlops/core";

/**
 * A constant: its elements in row-major order; `dimensions` is empty for a scalar. Bools are bytes 0 and 1; the 16-bit
 * floats are held as their bits.
 */
export type Tensor = { readonly dimensions: readonly number[] } & (
  | { readonly type: "double"; readonly data: Float64Array }
  | { readonly type: "float"; readonly data: Float32Array }
  | { readonly type: "int64"; readonly data: BigInt64Array }
  | { readonly type: "int32"; readonly data: Int32Array }
  | { readonly type: "int16"; readonly data: Int16Array }
  | { readonly type: "int8"; readonly data: Int8Array }
  | { readonly type: "uint64"; readonly data: BigUint64Array }
  | { readonly type: "uint32"; readonly data: Uint32Array }
  | { readonly type: "uint16" | "float16" | "bfloat16"; readonly data: Uint16Array }
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

/** Texts as a tensor; rank 1 unless `dimensions` say otherwise. */
export function strings(values: readonly string[], dimensions: readonly number[] = [values.length]): Tensor {
  return { type: "string", data: values, dimensions };
}

/** Single-precision numbers as a tensor; rank 1 unless `dimensions` say otherwise. */
export function floats(values: ArrayLike<number>, dimensions: readonly number[] = [values.length]): Tensor {
  return { type: "float", data: Float32Array.from(values), dimensions };
}

/** Truth values as a tensor; rank 1 unless `dimensions` say otherwise. */
export function bools(values: readonly boolean[], dimensions: readonly number[] = [values.length]): Tensor {
  return { type: "bool", data: Uint8Array.from(values, Number), dimensions };
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
