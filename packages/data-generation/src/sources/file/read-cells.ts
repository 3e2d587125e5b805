import { cellAt, type CellValue, type Column } from "@mlops/table";

/** What a cell means, or why it means nothing. Null is a cell without a value, which is no defect. */
export type CellReading<T> = { readonly value: T | null } | { readonly problem: string };

/** The reading of one row's cell. */
export type ReadCell<T> = (row: number) => CellReading<T>;

const none = { value: null } as const;

/** Reads each cell of a column by `read`; equal texts, of which weather has many, are read once. */
export function readCells<T>(column: Column, read: (cell: Exclude<CellValue, null>) => CellReading<T>): ReadCell<T> {
  if (column.type !== "string") {
    return (row) => {
      const cell = cellAt(column, row);
      return cell === null ? none : read(cell);
    };
  }
  const known = new Map<string, CellReading<T>>();
  return (row) => {
    const text = cellAt(column, row);
    if (typeof text !== "string") return none;
    let reading = known.get(text);
    if (reading === undefined) {
      reading = read(text);
      known.set(text, reading);
    }
    return reading;
  };
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * A cell as a finite number. NaN in a numeric column (as data frames write what is missing) is no value; a text must be
 * a decimal number as a whole.
 */
export function numberOf(cell: Exclude<CellValue, null>): CellReading<number> {
  if (typeof cell === "string") {
    const text = cell.trim();
    const value = decimal.test(text) ? Number(text) : Number.NaN;
    return Number.isFinite(value) ? { value } : { problem: "is not a number" };
  }
  const value = typeof cell === "boolean" ? Number.POSITIVE_INFINITY : Number(cell);
  if (Number.isNaN(value)) return none;
  return Number.isFinite(value) ? { value } : { problem: "is not a number" };
}
