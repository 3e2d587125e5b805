import { cellAt, type Column, type Table } from "@mlops/table";

/** What a column of a table looks like, for recipes that do not say it. */
export interface DetectedColumn {
  readonly name: string;
  readonly type: "numeric" | "boolean" | "string" | "instant";
  /** Rows without a value, NaN and the empty text among them. */
  readonly missing: number;
  /** Different values. */
  readonly distinct: number;
  /** At most one value: nothing to learn from. */
  readonly constant: boolean;
  /**
   * Probably names the row: every row has another value, and it is a text, a run of integers without gap, or an integer
   * column called like an identifier. Never with fewer than 20 rows.
   */
  readonly idLike: boolean;
}

const ID_ROWS = 20;
const idName = /(^|[_\s-])([iI][dD]|uuid|guid|key)$|[a-z]Id$/;

/** One entry per column, in the table's order. */
export function detectColumns(table: Table): DetectedColumn[] {
  return [...table].map(([name, column]) => detectColumn(name, column));
}

function detectColumn(name: string, column: Column): DetectedColumn {
  const seen = new Set<unknown>();
  let missing = 0;
  for (let row = 0; row < column.length; row += 1) {
    const value = cellAt(column, row);
    if (value === null || value === "" || Number.isNaN(value)) missing += 1;
    else seen.add(value);
  }
  const distinct = seen.size;
  const named = missing === 0 && distinct === column.length && column.length >= ID_ROWS;
  return {
    name,
    type: typeOf(column),
    missing,
    distinct,
    constant: distinct <= 1,
    idLike: named && namesRows(name, column, seen),
  };
}

function typeOf({ type }: Column): DetectedColumn["type"] {
  if (type === "bool") return "boolean";
  if (type === "string" || type === "instant") return type;
  return "numeric";
}

/** Of a column whose rows all differ. */
function namesRows(name: string, column: Column, values: ReadonlySet<unknown>): boolean {
  if (column.type === "string") return true;
  if (typeOf(column) !== "numeric") return false;
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    const number = Number(value);
    if (!Number.isInteger(number)) return false;
    least = Math.min(least, number);
    greatest = Math.max(greatest, number);
  }
  return greatest - least + 1 === values.size || idName.test(name);
}
