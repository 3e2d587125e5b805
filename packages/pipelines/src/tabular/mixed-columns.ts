import { isValid, type StringColumn, type Table } from "@mlops/table";

/** A column of texts most of which are numbers: a few bad cells made it text. */
export interface MixedColumn {
  readonly column: string;
  /** Rows whose text is no number. */
  readonly count: number;
  /** The first of them, and their texts. */
  readonly rows: readonly number[];
  readonly texts: readonly string[];
}

/** From this share of numbers on, the other texts are more likely mistakes than categories. */
const MOSTLY = 0.9;
const SHOWN = 3;
/** `1,234` and `-12,345,678.9`: all numbers of a column may be written so. */
const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;

/** `1,234` and `12x` in a column of numbers make it text; left alone, each number would be a category of its own. */
export function mixedColumns(table: Table): readonly MixedColumn[] {
  return [...table].flatMap(([name, column]) => (column.type === "string" ? mixed(name, column) : []));
}

function mixed(name: string, column: StringColumn): MixedColumn[] {
  const isNumber = column.dictionary.map((text) => text.trim() !== "" && Number.isFinite(Number(text)));
  const isGrouped = column.dictionary.map((text) => grouped.test(text.trim()));
  const others: number[] = [];
  let [known, numeric] = [0, 0];
  for (let row = 0; row < column.length; row++) {
    if (!isValid(column.validity, row)) continue;
    const code = column.values[row] ?? 0;
    known++;
    if (isNumber[code] !== true) others.push(row);
    if (isNumber[code] === true || isGrouped[code] === true) numeric++;
  }
  if (others.length === 0 || numeric < MOSTLY * known) return [];
  const rows = others.slice(0, SHOWN);
  return [
    {
      column: name,
      count: others.length,
      rows,
      texts: rows.map((row) => column.dictionary[column.values[row] ?? 0] ?? ""),
    },
  ];
}
