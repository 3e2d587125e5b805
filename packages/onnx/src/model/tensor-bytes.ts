import type { Tensor } from "./tensor.ts";

export type NumericTensor = Exclude<Tensor, { readonly type: "string" }>;

/** Bytes of one element. */
export const elementWidths = {
  double: 8,
  float: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint64: 8,
  uint32: 4,
  uint16: 2,
  uint8: 1,
  bool: 1,
} as const satisfies Readonly<Record<NumericTensor["type"], number>>;

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The elements as `raw_data`: fixed width, little-endian whatever the machine. */
export function tensorBytes({ data }: NumericTensor): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  return swapped(bytes, data.BYTES_PER_ELEMENT);
}

/** A tensor from `raw_data` whose length is that of its elements. */
export function tensorOfBytes(
  type: NumericTensor["type"],
  dimensions: readonly number[],
  raw: Uint8Array,
): NumericTensor {
  const { buffer } = swapped(Uint8Array.from(raw), elementWidths[type]);
  switch (type) {
    case "double":
      return { type, dimensions, data: new Float64Array(buffer) };
    case "float":
      return { type, dimensions, data: new Float32Array(buffer) };
    case "int64":
      return { type, dimensions, data: new BigInt64Array(buffer) };
    case "int32":
      return { type, dimensions, data: new Int32Array(buffer) };
    case "int16":
      return { type, dimensions, data: new Int16Array(buffer) };
    case "int8":
      return { type, dimensions, data: new Int8Array(buffer) };
    case "uint64":
      return { type, dimensions, data: new BigUint64Array(buffer) };
    case "uint32":
      return { type, dimensions, data: new Uint32Array(buffer) };
    case "uint16":
    case "float16":
    case "bfloat16":
      return { type, dimensions, data: new Uint16Array(buffer) };
    case "uint8":
    case "bool":
      return { type, dimensions, data: new Uint8Array(buffer) };
  }
}

function swapped<B extends ArrayBufferLike>(bytes: Uint8Array<B>, width: number): Uint8Array<B> {
  if (isLittleEndian) return bytes;
  for (let start = 0; start < bytes.length; start += width) bytes.subarray(start, start + width).reverse();
  return bytes;
}
