import { MlopsError } from "@mlops/core";

import { allocateValues, type Column, type ColumnValues, columnOver } from "./column.ts";
import { admits, type CellValue, type DataType, describeType } from "./data-type.ts";
import { isValid, markValid, type Validity } from "./validity.ts";

/** Grows a column cell by cell or block by block; arrays double, so that appending n cells costs O(n). */
export interface ColumnBuilder {
  readonly type: DataType;
  readonly length: number;
  /** @throws MlopsError TABLE_VALUE_INVALID naming `column` and the row */
  append(value: CellValue | undefined): void;
  /** Copies the first `count` rows of typed values; not for strings, whose codes belong to a dictionary. */
  appendBlock(values: ColumnValues, validity: Validity, count: number): void;
  /** The column of everything appended. The builder is empty afterwards and can be used again. */
  finish(): Column;
}

export function columnBuilder(type: DataType, column = "value", capacity = 64): ColumnBuilder {
  let values = allocateValues(type, capacity);
  let validity = new Uint8Array((capacity + 7) >>> 3);
  let length = 0;
  let nulls = 0;
  let codes = new Map<string, number>();

  const reserve = (extra: number): void => {
    if (length + extra <= values.length) return;
    const size = Math.max(values.length * 2, length + extra, 64);
    const grown = allocateValues(type, size);
    (grown as Float64Array).set(values as Float64Array);
    values = grown;
    const grownValidity = new Uint8Array((size + 7) >>> 3);
    grownValidity.set(validity);
    validity = grownValidity;
  };

  const storedForm = (value: CellValue): number | bigint => {
    if (typeof value === "string") {
      let code = codes.get(value);
      if (code === undefined) {
        code = codes.size;
        codes.set(value, code);
      }
      return code;
    }
    return typeof value === "boolean" ? Number(value) : (value ?? 0);
  };

  return {
    type,
    get length() {
      return length;
    },
    append(value) {
      reserve(1);
      if (value === null || value === undefined) {
        nulls += 1;
      } else {
        if (!admits(type, value)) throw invalidValue(column, length, type, value);
        (values as Float64Array)[length] = storedForm(value) as number;
        markValid(validity, length);
      }
      length += 1;
    },
    appendBlock(block, blockValidity, count) {
      if (type === "string") throw new MlopsError("TABLE_SHAPE_INVALID", "Texts are appended one by one.");
      reserve(count);
      (values as Float64Array).set((block as Float64Array).subarray(0, count), length);
      for (let row = 0; row < count; row += 1) {
        if (isValid(blockValidity, row)) markValid(validity, length + row);
        else nulls += 1;
      }
      length += count;
    },
    finish() {
      const bitmap = nulls === 0 ? null : validity.slice(0, (length + 7) >>> 3);
      const finished = columnOver(type, values.slice(0, length), bitmap, [...codes.keys()]);
      length = 0;
      nulls = 0;
      validity = new Uint8Array(validity.length);
      codes = new Map();
      return finished;
    },
  };
}

function invalidValue(column: string, row: number, type: DataType, value: unknown): MlopsError {
  const shown = typeof value === "string" ? `"${value}"` : String(value);
  return new MlopsError(
    "TABLE_VALUE_INVALID",
    `Row ${row} of column "${column}" (${type}) cannot hold ${shown}: ${describeType(type)} is needed.`,
    { details: { column, row, type, value: shown } },
  );
}
