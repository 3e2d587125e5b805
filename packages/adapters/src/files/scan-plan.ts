import type { DataType } from "@mlops/table";

import { castText } from "./text-cast.ts";

/** One column of a scan: SQL for its value in the type's own form, and for its text, by which bad cells are shown. */
export interface PlannedColumn {
  readonly name: string;
  readonly type: DataType;
  readonly value: string;
  /** Undefined where the value cannot be bad. */
  readonly text: string | undefined;
}

/** Where rows and broken records of a file stand, in words for a user: `weather.csv:12`. */
export interface Places {
  /** @param record the number of a row that was read, from 1 */
  row(record: number): { readonly where: string; readonly line: number | undefined };
  /** Records that are not rows at all: too few or too many fields, bytes that are not UTF-8. */
  readonly broken: readonly BrokenRecord[];
}

export interface BrokenRecord {
  readonly where: string;
  readonly line: number | undefined;
  readonly text: string;
  readonly message: string;
}

/** How to read one file: a relation with the columns of the file and `n`, the number of the row from 1. */
export interface ScanPlan {
  readonly columns: readonly PlannedColumn[];
  /** SQL after FROM. */
  readonly relation: string;
  /** SQL after WHERE, or undefined. */
  readonly condition: string | undefined;
  /** To be called before each scan. */
  prepare(): Promise<void>;
  /**
   * Looks the places up; to be called after the scan has ended, since only then all broken records are known.
   *
   * @param lastRow places of rows after this one are not asked for
   */
  places(anyRowNeeded: boolean, lastRow?: number): Promise<Places>;
}

export function plannedText(name: string, type: DataType, text: string): PlannedColumn {
  return { name, type, value: castText(text, type), text: type === "string" ? undefined : text };
}

/**
 * The whole query: the columns' values, the texts of a row's bad cells as a JSON array or null, and the row's number.
 * Values are named in an inner query, so that DuckDB plans each cast once; wide files take twice as long otherwise.
 */
export function scanQuery({ columns, relation, condition }: ScanPlan): string {
  const inner = columns.map(({ value, text }, index) => `${value} AS v${index}${text ? `, ${text} AS t${index}` : ""}`);
  const checked = columns.flatMap(({ text }, index) => (text === undefined ? [] : [index]));
  const isBad = checked.map((index) => `(t${index} IS NOT NULL AND v${index} IS NULL)`);
  const texts = checked.map((index, position) => `CASE WHEN ${isBad[position]} THEN t${index} END`);
  const bad =
    checked.length === 0
      ? "NULL::VARCHAR"
      : `CASE WHEN ${isBad.join(" OR ")} THEN to_json([${texts.join(", ")}])::VARCHAR END`;
  const values = columns.map((_, index) => `v${index}`);
  const where = condition === undefined ? "" : ` WHERE ${condition}`;
  return `SELECT ${[...values, bad, "n::DOUBLE"].join(", ")} FROM (SELECT ${[...inner, "n"].join(", ")} FROM ${relation}${where})`;
}

/** The columns whose bad cells are in the query's JSON array, in its order. */
export function checkedColumns(
  columns: readonly PlannedColumn[],
): readonly (PlannedColumn & { readonly text: string })[] {
  return columns.filter((column): column is PlannedColumn & { readonly text: string } => column.text !== undefined);
}

/** The rows as a relation: `v0`, `v1`, … with the value of each column, and `n`. */
export function rowRelation({ columns, relation, condition }: ScanPlan): string {
  const values = columns.map(({ value }, index) => `${value} AS v${index}`);
  const where = condition === undefined ? "" : ` WHERE ${condition}`;
  return `(SELECT ${[...values, "n"].join(", ")} FROM ${relation}${where})`;
}
