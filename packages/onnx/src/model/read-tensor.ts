import { all, last, type MessageFields, text } from "../protobuf/message-fields.ts";
import { packedIntegers, packedReals } from "../protobuf/packed.ts";
import { integerOf, malformed, type ProtobufField, textOf } from "../protobuf/protobuf-reader.ts";
import { elementTypeOf } from "./element-type.ts";
import { elementWidths, type NumericTensor, tensorOfBytes } from "./tensor-bytes.ts";
import type { Tensor } from "./tensor.ts";
import { unsupported } from "./unsupported.ts";

/**
 * TensorProto, whose elements stand in `raw_data` or in the typed field of their type (float_data 4, int32_data 5,
 * string_data 6, int64_data 7, double_data 10, uint64_data 11).
 */
export function readTensor(message: MessageFields, at: number): Tensor {
  const name = text(message, 8);
  const dimensions = packedIntegers(all(message, 1)).map((size) => sizeOf(size, name, at));
  const count = dimensions.reduce((product, size) => product * size, 1);
  const code = last(message, 2);
  const type = code === undefined ? null : elementTypeOf(integerOf(code));
  if (type === null) {
    if (code === undefined) throw malformed(at, `the tensor "${name}" has no element type`);
    throw unsupported(`The element type ${integerOf(code)} of the tensor "${name}"`, { tensor: name });
  }
  if (all(message, 3).length > 0) throw unsupported(`The tensor "${name}" in segments`, { tensor: name });
  const location = last(message, 14);
  if ((location !== undefined && integerOf(location) === 1) || all(message, 13).length > 0) {
    throw unsupported(`The tensor "${name}", whose elements are in another file,`, { tensor: name });
  }
  const tensor = type === "string" ? textsOf(message, dimensions) : numbersOf(message, type, dimensions, count, at);
  if (tensor.data.length !== count) {
    throw malformed(at, `the tensor "${name}" of shape [${dimensions.join(", ")}] has ${tensor.data.length} elements`);
  }
  return tensor;
}

/** A size; the product of sizes is checked against the elements that are really there before anything is allocated. */
function sizeOf(size: bigint, name: string, at: number): number {
  const signed = BigInt.asIntN(64, size);
  if (signed >= 0n && signed <= 0x7fff_ffffn) return Number(signed);
  throw malformed(at, `the tensor "${name}" has a size of ${signed}`);
}

function textsOf(message: MessageFields, dimensions: readonly number[]): Tensor {
  return { type: "string", dimensions, data: all(message, 6).map(textOf) };
}

function numbersOf(
  message: MessageFields,
  type: NumericTensor["type"],
  dimensions: readonly number[],
  count: number,
  at: number,
): NumericTensor {
  const raw = last(message, 9);
  if (raw !== undefined) {
    if (raw.kind !== "block") throw malformed(raw.at, "the elements of a tensor should be bytes");
    if (raw.bytes.length > 0 || all(message, typedField(type)).length === 0) {
      if (raw.bytes.length === count * elementWidths[type]) return tensorOfBytes(type, dimensions, raw.bytes);
      throw malformed(raw.at, `${raw.bytes.length} bytes are not ${count} elements of type ${type}`);
    }
  }
  return typedTensor(type, dimensions, all(message, typedField(type)), count, at);
}

function typedField(type: NumericTensor["type"]): number {
  if (type === "float") return 4;
  if (type === "double") return 10;
  if (type === "int64") return 7;
  return type === "uint64" || type === "uint32" ? 11 : 5;
}

function typedTensor(
  type: NumericTensor["type"],
  dimensions: readonly number[],
  fields: readonly ProtobufField[],
  count: number,
  at: number,
): NumericTensor {
  const values =
    type === "float" || type === "double" ? packedReals(fields, type === "float" ? 4 : 8) : packedIntegers(fields);
  if (values.length !== count) {
    throw malformed(at, `a tensor of shape [${dimensions.join(", ")}] has ${values.length} elements`);
  }
  const width = elementWidths[type];
  const bytes = new Uint8Array(values.length * width);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    if (typeof value === "number") {
      if (width === 4) view.setFloat32(index * 4, value, true);
      else view.setFloat64(index * 8, value, true);
    } else if (width === 8) view.setBigUint64(index * 8, value, true);
    else if (width === 4) view.setUint32(index * 4, Number(BigInt.asUintN(32, value)), true);
    else if (width === 2) view.setUint16(index * 2, Number(BigInt.asUintN(16, value)), true);
    else view.setUint8(index, Number(BigInt.asUintN(8, value)));
  });
  return tensorOfBytes(type, dimensions, bytes);
}
