import { MlopsError } from "@mlops/core";

import { assertUniqueNames, unknownColumn } from "./column-errors.ts";
import { columnBuilder } from "./column-builder.ts";
import { sliceColumn, takeColumn } from "./column-operations.ts";
import { cellAt, type Column, type ColumnOf } from "./column.ts";
import type { CellValue, DataType, Row } from "./data-type.ts";
import { rowView, type RowView } from "./row-view.ts";

export interface Field {
  readonly name: string;
  readonly type: DataType;
}

/** Fields in the order of the columns; names are unique and case-sensitive. */
export type Schema = readonly Field[];

/**
 * An immutable table: named columns of one length. Every operation gives a new table and shares what it can; there is
 * no index, the row order is the only one. Null (no value) and NaN (a value) are different everywhere.
 */
export class Table {
  readonly schema: Schema;
  readonly rowCount: number;
  readonly #columns: ReadonlyMap<string, Column>;

  private constructor(columns: ReadonlyMap<string, Column>, rowCount: number) {
    this.schema = [...columns].map(([name, column]) => ({ name, type: column.type }));
    this.rowCount = rowCount;
    this.#columns = columns;
  }

  /**
   * @param rowCount needed only for a table without columns
   * @throws MlopsError TABLE_COLUMN_DUPLICATE, TABLE_SHAPE_INVALID
   */
  static fromColumns(columns: Iterable<readonly [string, Column]>, rowCount?: number): Table {
    const entries = [...columns];
    assertUniqueNames(entries.map(([name]) => name));
    const length = rowCount ?? entries[0]?.[1].length ?? 0;
    for (const [name, column] of entries) {
      if (column.length === length) continue;
      throw new MlopsError(
        "TABLE_SHAPE_INVALID",
        `Column "${name}" has ${column.length} rows where ${length} are expected.`,
        { details: { column: name, rows: column.length, expected: length } },
      );
    }
    return new Table(new Map(entries), length);
  }

  /**
   * Rows as plain data; a missing key is null.
   *
   * @throws MlopsError TABLE_COLUMN_UNKNOWN for a key that the schema does not have, TABLE_VALUE_INVALID
   */
  static fromRows(schema: Schema, rows: Iterable<Readonly<Record<string, CellValue | undefined>>>): Table {
    const names = schema.map((field) => field.name);
    assertUniqueNames(names);
    const known = new Set(names);
    const builders = schema.map((field) => columnBuilder(field.type, field.name));
    let count = 0;
    for (const row of rows) {
      for (const key of Object.keys(row)) if (!known.has(key)) throw unknownColumn(key, names, "the schema");
      for (const [index, builder] of builders.entries()) {
        const name = names[index] ?? "";
        builder.append(Object.hasOwn(row, name) ? row[name] : null);
      }
      count += 1;
    }
    return new Table(new Map(builders.map((builder, index) => [names[index] ?? "", builder.finish()])), count);
  }

  get columnNames(): readonly string[] {
    return [...this.#columns.keys()];
  }

  has(name: string): boolean {
    return this.#columns.has(name);
  }

  /** @throws MlopsError TABLE_COLUMN_UNKNOWN listing the columns and the one that was probably meant */
  column(name: string): Column {
    const column = this.#columns.get(name);
    if (column === undefined) throw unknownColumn(name, this.columnNames);
    return column;
  }

  /** @throws MlopsError TABLE_COLUMN_UNKNOWN, TABLE_TYPE_MISMATCH */
  columnOf<Type extends DataType>(name: string, type: Type): ColumnOf<Type> {
    const column = this.column(name);
    if (column.type !== type) {
      throw new MlopsError("TABLE_TYPE_MISMATCH", `Column "${name}" is ${column.type}, ${type} is needed.`, {
        details: { column: name, type: column.type, expected: type },
      });
    }
    return column as ColumnOf<Type>;
  }

  /** The columns named, in that order. */
  select(names: readonly string[]): Table {
    return Table.fromColumns(
      names.map((name) => [name, this.column(name)] as const),
      this.rowCount,
    );
  }

  without(names: readonly string[]): Table {
    for (const name of names) this.column(name);
    return this.select(this.columnNames.filter((name) => !names.includes(name)));
  }

  /** Adds a column at the end, or replaces the one of that name in its place. */
  withColumn(name: string, column: Column): Table {
    const columns = new Map(this.#columns).set(name, column);
    return Table.fromColumns(columns, columns.size === 1 ? column.length : this.rowCount);
  }

  /** New names by old ones; columns not named keep theirs. */
  rename(names: Readonly<Record<string, string>>): Table {
    for (const name of Object.keys(names)) this.column(name);
    const renamed = [...this.#columns].map(
      ([name, column]) => [Object.hasOwn(names, name) ? (names[name] ?? name) : name, column] as const,
    );
    return Table.fromColumns(renamed, this.rowCount);
  }

  /** Rows `from` (inclusive) to `to` (exclusive), cut to the table; values are shared. */
  slice(from: number, to = this.rowCount): Table {
    const start = Math.min(Math.max(0, Math.trunc(from)), this.rowCount);
    const end = Math.min(Math.max(start, Math.trunc(to)), this.rowCount);
    return this.#map((column) => sliceColumn(column, start, end), end - start);
  }

  /**
   * The rows at `indices`, in that order, repeated where an index is.
   *
   * @throws MlopsError TABLE_SHAPE_INVALID for an index outside the table
   */
  take(indices: Iterable<number>): Table {
    const wanted = Int32Array.from(indices);
    for (const index of wanted) {
      if (index >= 0 && index < this.rowCount) continue;
      throw new MlopsError("TABLE_SHAPE_INVALID", `There is no row ${index} in a table of ${this.rowCount} rows.`);
    }
    return this.#map((column) => takeColumn(column, wanted), wanted.length);
  }

  /**
   * The rows for which the mask is true (or 1), in their order. A mask is one entry per row or a predicate on a view
   * of the row; the view is reused, so that it must not be kept.
   *
   * @throws MlopsError TABLE_SHAPE_INVALID for a mask of another length
   */
  filter(mask: ArrayLike<boolean | number> | ((row: RowView) => boolean)): Table {
    const kept: number[] = [];
    if (typeof mask === "function") {
      for (const row of this.rows()) if (mask(row)) kept.push(row.index);
      return this.take(kept);
    }
    if (mask.length !== this.rowCount) {
      throw new MlopsError("TABLE_SHAPE_INVALID", `A mask of ${mask.length} entries over ${this.rowCount} rows.`);
    }
    for (let row = 0; row < this.rowCount; row += 1) if (mask[row] === true || mask[row] === 1) kept.push(row);
    return this.take(kept);
  }

  /** A cell; null where there is no value. @throws MlopsError TABLE_COLUMN_UNKNOWN */
  cell(name: string, row: number): CellValue {
    return cellAt(this.column(name), row);
  }

  /** The row as plain data. */
  row(index: number): Row {
    return Object.fromEntries([...this.#columns].map(([name, column]) => [name, cellAt(column, index)]));
  }

  /** One view that moves over the rows: cheap, but valid only until the next step of the iteration. */
  *rows(): Generator<RowView> {
    const view = rowView((name) => this.column(name));
    for (let index = 0; index < this.rowCount; index += 1) yield view.at(index);
  }

  toRows(): Row[] {
    return Array.from({ length: this.rowCount }, (_, index) => this.row(index));
  }

  [Symbol.iterator](): Iterator<[string, Column]> {
    return this.#columns.entries();
  }

  #map(change: (column: Column) => Column, rowCount: number): Table {
    return new Table(new Map([...this.#columns].map(([name, column]) => [name, change(column)])), rowCount);
  }
}
