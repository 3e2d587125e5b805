import { cellAt, type Column } from "./column.ts";
import type { CellValue } from "./data-type.ts";

/** Rows numbered by their key: equal keys have equal codes, numbered 0 … count − 1 by first appearance. */
export interface KeyCodes {
  readonly codes: Int32Array;
  readonly count: number;
  /** The first row of each code. */
  readonly firstRows: readonly number[];
}

/**
 * Codes of the rows' keys over one or more columns. Null is a key of its own, all NaN are one key, 0 equals −0.
 * Several columns are folded pairwise, so that the cost is one hash lookup per row and column.
 */
export function keyCodes(columns: readonly Column[], rowCount: number): KeyCodes {
  let folded: KeyCodes = { codes: new Int32Array(rowCount), count: 1, firstRows: rowCount === 0 ? [] : [0] };
  for (const column of columns) {
    const own = numberRows(rowCount, (row) => cellAt(column, row));
    const width = own.count;
    const left = folded.codes;
    folded = numberRows(rowCount, (row) => (left[row] ?? 0) * width + (own.codes[row] ?? 0));
  }
  return rowCount === 0 ? { ...folded, count: 0 } : folded;
}

function numberRows(rowCount: number, keyOf: (row: number) => CellValue): KeyCodes {
  const known = new Map<CellValue, number>();
  const codes = new Int32Array(rowCount);
  const firstRows: number[] = [];
  for (let row = 0; row < rowCount; row += 1) {
    const key = keyOf(row);
    let code = known.get(key);
    if (code === undefined) {
      code = known.size;
      known.set(key, code);
      firstRows.push(row);
    }
    codes[row] = code;
  }
  return { codes, count: known.size, firstRows };
}

/** The rows of each code, in row order. */
export function rowsByCode({ codes, count }: KeyCodes): readonly Int32Array[] {
  const sizes = new Int32Array(count);
  for (const code of codes) sizes[code] = (sizes[code] ?? 0) + 1;
  const groups = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(count);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    const position = filled[code] ?? 0;
    const group = groups[code];
    if (group) group[position] = row;
    filled[code] = position + 1;
  }
  return groups;
}
