import { aggregate, type AggregateName, aggregateType } from "./aggregates.ts";
import { columnBuilder } from "./column-builder.ts";
import { takeColumn } from "./column-operations.ts";
import { keyCodes, rowsByCode } from "./key-codes.ts";
import { Table } from "./table.ts";

export interface Aggregate {
  readonly column: string;
  readonly aggregate: AggregateName;
}

/**
 * One row per distinct key, in order of first appearance: the key columns, then one column per entry of `aggregates`,
 * named by its key. Null keys form a group. Without key columns the whole table is one group, unless it is empty.
 *
 * @throws MlopsError TABLE_COLUMN_UNKNOWN, TABLE_COLUMN_DUPLICATE, TABLE_TYPE_MISMATCH, TABLE_INTEGER_OVERFLOW
 */
export function groupBy(table: Table, keys: readonly string[], aggregates: Readonly<Record<string, Aggregate>>): Table {
  const codes = keyCodes(
    keys.map((key) => table.column(key)),
    table.rowCount,
  );
  const groups = rowsByCode(codes);
  const firstRows = Int32Array.from(codes.firstRows);
  const keyColumns = keys.map((key) => [key, takeColumn(table.column(key), firstRows)] as const);
  const results = Object.entries(aggregates).map(([name, { column: source, aggregate: how }]) => {
    const column = table.column(source);
    const builder = columnBuilder(aggregateType(how, source, column.type), name, groups.length);
    for (const rows of groups) builder.append(aggregate(how, column, rows));
    return [name, builder.finish()] as const;
  });
  return Table.fromColumns([...keyColumns, ...results], groups.length);
}
