import type { DuckDBDataChunk } from "@duckdb/node-api";
import type { ColumnBuilder } from "@mlops/table";

import type { DuckdbBindings } from "./open-duckdb.ts";

type Vector = ReturnType<DuckdbBindings["data_chunk_get_vector"]>;

/** Bytes of a string's slot in a vector: 4 of length, then 12 of text or 4 of prefix and 8 of pointer. */
const stringSlot = 16;
const inlineBytes = 12;
const decoder = new TextDecoder();

/**
 * Appends a vector of a chunk to a builder. The vector's type must be the builder's: DOUBLE for float64 and instant,
 * FLOAT, INTEGER, BIGINT, BOOLEAN, VARCHAR. Values are views on DuckDB's memory, which are copied here and not kept.
 */
export function appendVector(
  bindings: DuckdbBindings,
  chunk: DuckDBDataChunk,
  column: number,
  builder: ColumnBuilder,
): void {
  const count = chunk.rowCount;
  const vector = bindings.data_chunk_get_vector(chunk.chunk, column);
  const validity = validityBytes(bindings, vector, count);
  if (builder.type === "string") {
    for (const text of vectorTexts(bindings, vector, count, validity)) builder.append(text);
  } else {
    builder.appendBlock(typedValues(bindings, vector, count, builder.type), validity, count);
  }
}

/** The texts of a VARCHAR vector; `visit` is not called for nulls. */
export function visitTexts(
  bindings: DuckdbBindings,
  chunk: DuckDBDataChunk,
  column: number,
  visit: (text: string, row: number) => void,
): void {
  const vector = bindings.data_chunk_get_vector(chunk.chunk, column);
  const validity = validityBytes(bindings, vector, chunk.rowCount);
  if (validity?.every((byte) => byte === 0)) return;
  let row = 0;
  for (const text of vectorTexts(bindings, vector, chunk.rowCount, validity)) {
    if (text !== null) visit(text, row);
    row += 1;
  }
}

/** A copy of a DOUBLE vector without nulls. */
export function vectorNumbers(bindings: DuckdbBindings, chunk: DuckDBDataChunk, column: number): Float64Array {
  const vector = bindings.data_chunk_get_vector(chunk.chunk, column);
  return typedValues(bindings, vector, chunk.rowCount, "float64").slice() as Float64Array;
}

function typedValues(
  bindings: DuckdbBindings,
  vector: Vector,
  count: number,
  type: Exclude<ColumnBuilder["type"], "string">,
): Float64Array | Float32Array | Int32Array | BigInt64Array | Uint8Array {
  const width = type === "bool" ? bindings.sizeof_bool : type === "float32" || type === "int32" ? 4 : 8;
  const bytes = bindings.vector_get_data(vector, count * width);
  const { buffer, byteOffset } = bytes;
  switch (type) {
    case "float64":
    case "instant":
      return new Float64Array(buffer, byteOffset, count);
    case "float32":
      return new Float32Array(buffer, byteOffset, count);
    case "int32":
      return new Int32Array(buffer, byteOffset, count);
    case "int64":
      return new BigInt64Array(buffer, byteOffset, count);
    default:
      return Uint8Array.from({ length: count }, (_, row) => (bytes[row * width] === 0 ? 0 : 1));
  }
}

function validityBytes(bindings: DuckdbBindings, vector: Vector, count: number): Uint8Array | null {
  const bytes: Uint8Array | null | undefined = bindings.vector_get_validity(vector, Math.ceil(count / 64) * 8);
  return bytes ?? null;
}

function* vectorTexts(
  bindings: DuckdbBindings,
  vector: Vector,
  count: number,
  validity: Uint8Array | null,
): Generator<string | null> {
  const bytes = bindings.vector_get_data(vector, count * stringSlot);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let row = 0; row < count; row += 1) {
    if (validity !== null && (((validity[row >>> 3] ?? 0) >>> (row & 7)) & 1) === 0) {
      yield null;
      continue;
    }
    const start = row * stringSlot;
    const length = view.getUint32(start, true);
    yield length <= inlineBytes
      ? shortText(bytes, start + 4, length)
      : decoder.decode(
          bindings.get_data_from_pointer(bytes.buffer as ArrayBuffer, bytes.byteOffset + start + 8, length),
        );
  }
}

/** ASCII, the usual case of short texts, is put together from its codes: a call of the decoder costs ten times more. */
function shortText(bytes: Uint8Array, start: number, length: number): string {
  let text = "";
  for (let index = start; index < start + length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte > 127) return decoder.decode(bytes.subarray(start, start + length));
    text += String.fromCharCode(byte);
  }
  return text;
}
