import type { ElementType } from "../model/element-type.ts";
import type { Tensor } from "../model/tensor.ts";
import { unsupported } from "../model/unsupported.ts";
import { elementCount } from "../shapes/index-map.ts";

/** Every number type but the 64-bit integers: a double holds each of their values. */
export type NumberType = "double" | "float" | "int32" | "int16" | "int8" | "uint32" | "uint16" | "uint8" | "bool";

/**
 * A tensor as the interpreter computes with it, row-major. Floats are doubles here too: whether each operator's result is
 * rounded to its declared type is the caller's choice.
 */
export type Value = { readonly shape: readonly number[] } & (
  | { readonly type: NumberType; readonly data: Float64Array }
  | { readonly type: "int64"; readonly data: BigInt64Array }
  | { readonly type: "string"; readonly data: readonly string[] }
);

export type NumberValue = Extract<Value, { readonly data: Float64Array }>;

/** "declared": a float is rounded to 32 bits after each operator. "double": floats are carried as doubles throughout. */
export type Precision = "declared" | "double";

export type Element = number | bigint | string;

/** The elements of any type, row-major. */
export function elementsOf({ data }: Value): readonly Element[] {
  return Array.from<Element>(data);
}

/** The elements as numbers: 64-bit integers beyond 2⁵³ are rounded. */
export function numbersOf({ data }: Value): number[] {
  return Array.from<Element, number>(data, Number);
}

export function numberValue(type: NumberType, shape: readonly number[], data: Float64Array): NumberValue {
  return { type, shape, data };
}

export function int64Value(shape: readonly number[], data: BigInt64Array): Value {
  return { type: "int64", shape, data };
}

/** The elements at `indices`, in their order; `from` keeps its type. */
export function takeElements(from: Value, indices: Int32Array, shape: readonly number[]): Value {
  if (from.type === "string") return { ...from, shape, data: Array.from(indices, (index) => from.data[index] ?? "") };
  if (from.type === "int64") {
    return { ...from, shape, data: BigInt64Array.from(indices, (index) => from.data[index] ?? 0n) };
  }
  return { ...from, shape, data: Float64Array.from(indices, (index) => from.data[index] ?? Number.NaN) };
}

/** Values of one type, one after the other, as rank 1. */
export function joinElements(values: readonly Value[]): Value {
  const [first] = values;
  const length = values.reduce((sum, { data }) => sum + data.length, 0);
  if (first?.type === "string") {
    return {
      type: "string",
      shape: [length],
      data: values.flatMap((each) => (each.type === "string" ? each.data : [])),
    };
  }
  if (first?.type === "int64") {
    const joined = new BigInt64Array(length);
    let at = 0;
    for (const each of values)
      if (each.type === "int64") joined.set(each.data, (at += each.data.length) - each.data.length);
    return { type: "int64", shape: [length], data: joined };
  }
  const joined = new Float64Array(length);
  let at = 0;
  for (const each of values) {
    if (each.type !== "int64" && each.type !== "string")
      joined.set(each.data, (at += each.data.length) - each.data.length);
  }
  return { type: first?.type ?? "double", shape: [length], data: joined };
}

export function isNumberType(type: ElementType): type is NumberType {
  return !["int64", "uint64", "string", "float16", "bfloat16"].includes(type);
}

/** @throws MlopsError ONNX_UNSUPPORTED for the types that the interpreter does not compute with. */
export function valueOfTensor(tensor: Tensor): Value {
  const { dimensions: shape } = tensor;
  switch (tensor.type) {
    case "string":
      return { type: "string", shape, data: tensor.data };
    case "int64":
      return { type: "int64", shape, data: tensor.data };
    case "uint64":
    case "float16":
    case "bfloat16":
      throw unsupported(`Computing with ${tensor.type}`);
    default:
      return { type: tensor.type, shape, data: Float64Array.from(tensor.data) };
  }
}

export function tensorOfValue(value: Value): Tensor {
  const { shape: dimensions } = value;
  switch (value.type) {
    case "string":
      return { type: "string", dimensions, data: value.data };
    case "int64":
      return { type: "int64", dimensions, data: value.data };
    case "double":
      return { type: "double", dimensions, data: value.data };
    case "float":
      return { type: "float", dimensions, data: Float32Array.from(value.data) };
    case "int32":
      return { type: "int32", dimensions, data: Int32Array.from(value.data) };
    case "int16":
      return { type: "int16", dimensions, data: Int16Array.from(value.data) };
    case "int8":
      return { type: "int8", dimensions, data: Int8Array.from(value.data) };
    case "uint32":
      return { type: "uint32", dimensions, data: Uint32Array.from(value.data) };
    case "uint16":
      return { type: "uint16", dimensions, data: Uint16Array.from(value.data) };
    case "uint8":
    case "bool":
      return { type: value.type, dimensions, data: Uint8Array.from(value.data) };
  }
}

/** A result as its type stores it: integers wrap, floats are rounded where that is asked for. */
export function settled(value: Value, precision: Precision): Value {
  if (value.type === "string" || value.type === "int64" || value.type === "double") return value;
  if (value.type === "float" && precision === "double") return value;
  return valueOfTensor(tensorOfValue(value));
}

/** All elements alike. */
export function filledValue(type: ElementType, shape: readonly number[], fill: number | bigint | string): Value {
  const length = elementCount(shape);
  if (type === "string") return { type, shape, data: Array.from({ length }, () => String(fill)) };
  if (type === "int64") return { type, shape, data: new BigInt64Array(length).fill(BigInt(fill)) };
  if (!isNumberType(type)) throw unsupported(`Computing with ${type}`);
  return { type, shape, data: new Float64Array(length).fill(Number(fill)) };
}
