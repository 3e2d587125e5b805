import { type DuckDBAppender, DuckDBDataChunk } from "@duckdb/node-api";
import { type Column, isValid, type Table } from "@mlops/table";

import type { DuckdbBindings } from "./open-duckdb.ts";

/** The size of DuckDB's vectors. */
const VECTOR_ROWS = 2048;
const VALIDITY_WORD = 8;

/**
 * Appends tables by whole vectors: values of fixed width are copied as bytes, some thirty times faster than cell by cell.
 * One chunk serves them all: its memory is DuckDB's, which the garbage collector does not see and would give back late.
 */
export function tableAppender(bindings: DuckdbBindings, appender: DuckDBAppender): (table: Table) => void {
  const types = Array.from({ length: appender.columnCount }, (_, index) => appender.columnType(index));
  const chunk = DuckDBDataChunk.create(types);
  return (table) => {
    const columns = table.columnNames.map((name) => table.column(name));
    for (let start = 0; start < table.rowCount; start += VECTOR_ROWS) {
      const count = Math.min(VECTOR_ROWS, table.rowCount - start);
      chunk.reset();
      chunk.rowCount = count;
      for (const [index, column] of columns.entries()) writeVector(bindings, chunk, index, column, start, count);
      appender.appendDataChunk(chunk);
    }
  };
}

function writeVector(
  bindings: DuckdbBindings,
  chunk: DuckDBDataChunk,
  index: number,
  column: Column,
  start: number,
  count: number,
): void {
  const vector = bindings.data_chunk_get_vector(chunk.chunk, index);
  if (column.type === "string") writeTexts(bindings, vector, column, start, count);
  else writeBytes(bindings, vector, column, start, count);
  if (column.validity !== null) writeValidity(bindings, vector, column, start, count);
}

type Vector = ReturnType<DuckdbBindings["data_chunk_get_vector"]>;

function writeBytes(bindings: DuckdbBindings, vector: Vector, { values }: Column, start: number, count: number): void {
  const width = values.BYTES_PER_ELEMENT;
  const offset = values.byteOffset + start * width;
  bindings.copy_data_to_vector(vector, 0, values.buffer as ArrayBuffer, offset, count * width);
}

function writeTexts(
  bindings: DuckdbBindings,
  vector: Vector,
  { values, dictionary, validity }: Extract<Column, { readonly type: "string" }>,
  start: number,
  count: number,
): void {
  for (let row = 0; row < count; row += 1) {
    if (!isValid(validity, start + row)) continue;
    bindings.vector_assign_string_element(vector, row, dictionary[values[start + row] ?? 0] ?? "");
  }
}

/** DuckDB reads validity by words of 64 rows. */
function writeValidity(
  bindings: DuckdbBindings,
  vector: Vector,
  { validity }: Column,
  start: number,
  count: number,
): void {
  const words = new Uint8Array(Math.ceil(count / 64) * VALIDITY_WORD);
  for (let row = 0; row < count; row += 1) {
    if (isValid(validity, start + row)) words[row >>> 3] = (words[row >>> 3] ?? 0) | (1 << (row & 7));
  }
  bindings.vector_ensure_validity_writable(vector);
  bindings.copy_data_to_vector_validity(vector, 0, words.buffer, 0, words.length);
}
