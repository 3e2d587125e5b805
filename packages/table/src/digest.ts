import { digestJson, sha256Hex } from "@mlops/core";

import type { Column, StringColumn } from "./column.ts";
import { columnsEqual } from "./column-operations.ts";
import type { Table } from "./table.ts";
import { isValid } from "./validity.ts";

/** The same schema and rows in the same order. Null equals null, NaN equals NaN, 0 equals −0. */
export function tablesEqual(a: Table, b: Table): boolean {
  if (a.rowCount !== b.rowCount || a.schema.length !== b.schema.length) return false;
  return a.schema.every(({ name, type }, index) => {
    const other = b.schema[index];
    return other?.name === name && other.type === type && columnsEqual(a.column(name), b.column(name));
  });
}

/** SHA-256 of bytes, 64 lower-case hexadecimal digits. */
export type BytesDigest = (bytes: Uint8Array) => string;

/**
 * SHA-256 of the content: names, types, row count and cells. Equal tables have equal digests, whatever the order of
 * their dictionaries, the bytes under their nulls, the bits of their NaNs or the machine's byte order.
 *
 * @param digest a runtime's own SHA-256, which is several times as fast on large tables
 */
export function digestTable(table: Table, digest: BytesDigest = sha256Hex): string {
  return digestJson({
    format: "mlops-table/1",
    rows: table.rowCount,
    columns: [...table].map(([name, column]) => [name, column.type, digestColumn(column, digest)]),
  });
}

function digestColumn(column: Column, digest: BytesDigest): string {
  const nulls = new Uint8Array((column.length + 7) >>> 3);
  for (let row = 0; row < column.length; row += 1) {
    const byte = row >>> 3;
    if (!isValid(column.validity, row)) nulls[byte] = (nulls[byte] ?? 0) | (1 << (row & 7));
  }
  const parts = [digest(nulls)];
  if (column.type === "string") {
    const { codes, dictionary } = canonicalTexts(column);
    parts.push(
      digest(dictionary),
      digest(fixedBytes(4, codes.length, (view, row) => view.setInt32(row * 4, codes[row] ?? 0, true))),
    );
  } else {
    parts.push(digest(cellBytes(column)));
  }
  return sha256Hex(parts.join(" "));
}

function cellBytes(column: Exclude<Column, StringColumn>): Uint8Array {
  const { values, length, validity, type } = column;
  if (type === "int64") {
    return fixedBytes(8, length, (view, row) => {
      view.setBigInt64(row * 8, isValid(validity, row) ? (values[row] as bigint) : 0n, true);
    });
  }
  return fixedBytes(8, length, (view, row) => {
    const value = isValid(validity, row) ? (values[row] as number) : 0;
    view.setFloat64(row * 8, Number.isNaN(value) ? Number.NaN : value + 0, true);
  });
}

function fixedBytes(width: number, count: number, write: (view: DataView, row: number) => void): Uint8Array {
  const view = new DataView(new ArrayBuffer(width * count));
  for (let row = 0; row < count; row += 1) write(view, row);
  return new Uint8Array(view.buffer);
}

/** Codes numbered by first appearance among the valid rows, and the texts in that order as length and UTF-16 units. */
function canonicalTexts(column: StringColumn): { readonly codes: Int32Array; readonly dictionary: Uint8Array } {
  const renumbered = new Map<number, number>();
  const codes = new Int32Array(column.length);
  const units: number[] = [];
  for (let row = 0; row < column.length; row += 1) {
    if (!isValid(column.validity, row)) continue;
    const code = column.values[row] ?? 0;
    let canonical = renumbered.get(code);
    if (canonical === undefined) {
      canonical = renumbered.size;
      renumbered.set(code, canonical);
      const text = column.dictionary[code] ?? "";
      units.push(text.length >>> 16, text.length & 0xffff);
      for (let index = 0; index < text.length; index += 1) units.push(text.charCodeAt(index));
    }
    codes[row] = canonical;
  }
  const dictionary = fixedBytes(2, units.length, (view, index) => view.setUint16(index * 2, units[index] ?? 0, true));
  return { codes, dictionary };
}
