import { MlopsError } from "@mlops/core";
import { cellAt, type Column, isValid, type Table } from "@mlops/table";

import { columnNumbers, dateTextOf } from "../metadata/column-numbers.ts";
import { detectKind } from "../metadata/detect-kind.ts";
import type { ColumnKind, Metadata } from "../metadata/metadata.ts";

interface Compared {
  readonly name: string;
  readonly is: ColumnKind;
}

/** Numbers and instants; NaN where there is none. */
export interface ContinuousColumn extends Compared {
  readonly shape: "continuous";
  readonly real: Float64Array;
  readonly synthetic: Float64Array;
  readonly holdout: Float64Array;
}

/** Positions in `levels`, which all tables share; −1 where there is none. */
export interface DiscreteColumn extends Compared {
  readonly shape: "discrete";
  readonly real: Int32Array;
  readonly synthetic: Int32Array;
  readonly holdout: Int32Array;
  readonly levels: readonly string[];
}

export type ComparedColumn = ContinuousColumn | DiscreteColumn;

export interface ComparedTables {
  readonly realRows: number;
  readonly syntheticRows: number;
  /** Rows that the synthesizer never saw; 0 where none were given. */
  readonly holdoutRows: number;
  readonly columns: readonly ComparedColumn[];
  /** Columns of both tables that only name rows: nothing is to be compared. */
  readonly ids: readonly string[];
  readonly onlyReal: readonly string[];
  readonly onlySynthetic: readonly string[];
  /** Columns that one table holds as texts and the other as numbers. */
  readonly otherTypes: readonly string[];
}

/**
 * The columns of two tables, brought to one form. What a column is, is detected in the real table unless metadata say it.
 *
 * @throws MlopsError SYNTHESIS_DATA_INVALID where there are no rows, or no column that could be compared
 */
export function compareTables(
  real: Table,
  synthetic: Table,
  metadata: Metadata,
  holdout: Table = real.slice(0, 0),
): ComparedTables {
  for (const [name, table] of Object.entries({ real, synthetic })) {
    if (table.rowCount === 0) throw new MlopsError("SYNTHESIS_DATA_INVALID", `The ${name} table has no rows.`);
  }
  const columns: ComparedColumn[] = [];
  const ids: string[] = [];
  const otherTypes: string[] = [];
  for (const [name, column] of real) {
    if (!synthetic.has(name)) continue;
    const other = synthetic.column(name);
    const held = holdout.column(name);
    const own = Object.hasOwn(metadata.columns, name) ? metadata.columns[name] : undefined;
    const kind = own?.type ?? detectKind(name, column).kind;
    const format =
      own?.format ?? (kind === "datetime" && column.type === "string" ? detectKind(name, column).format : undefined);
    if (isText(column) !== isText(other) && other.length > 0 && kind !== "constant") otherTypes.push(name);
    if (kind === "id") ids.push(name);
    else if (kind === "numeric" || kind === "integer" || kind === "datetime") {
      const [own, drawn, others] = [column, other, held].map((each) => numbers(name, each, format));
      const none = new Float64Array();
      columns.push({
        name,
        is: kind,
        shape: "continuous",
        real: own ?? none,
        synthetic: drawn ?? none,
        holdout: others ?? none,
      });
    } else columns.push({ name, is: kind, shape: "discrete", ...levels(column, other, held) });
  }
  if (columns.length === 0) {
    throw new MlopsError("SYNTHESIS_DATA_INVALID", "The two tables have no column in common that could be compared.", {
      details: { real: real.columnNames, synthetic: synthetic.columnNames, identifiers: ids },
    });
  }
  return {
    realRows: real.rowCount,
    syntheticRows: synthetic.rowCount,
    holdoutRows: holdout.rowCount,
    columns,
    ids,
    otherTypes,
    onlyReal: real.columnNames.filter((name) => !synthetic.has(name)),
    onlySynthetic: synthetic.columnNames.filter((name) => !real.has(name)),
  };
}

function isText(column: Column): boolean {
  return column.type === "string" && column.dictionary.length > 0;
}

function numbers(name: string, column: Column, format: string | undefined): Float64Array {
  const date = format === undefined || column.type !== "string" ? undefined : dateTextOf(format, column.dictionary);
  return columnNumbers(name, column, date);
}

/** Numbers are the same level whatever their type: 1 and 1.0. */
function levels(
  real: Column,
  synthetic: Column,
  holdout: Column,
): Pick<DiscreteColumn, "real" | "synthetic" | "holdout" | "levels"> {
  const known = new Map<string, number>();
  const codesOf = (column: Column): Int32Array =>
    Int32Array.from({ length: column.length }, (_, row) => {
      if (!isValid(column.validity, row)) return -1;
      const cell = cellAt(column, row);
      if (cell === null || (typeof cell === "number" && Number.isNaN(cell))) return -1;
      const text = String(cell);
      const code = known.get(text) ?? known.size;
      known.set(text, code);
      return code;
    });
  const codes = { real: codesOf(real), synthetic: codesOf(synthetic), holdout: codesOf(holdout) };
  return { ...codes, levels: [...known.keys()] };
}
