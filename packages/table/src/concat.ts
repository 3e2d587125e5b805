import { MlopsError } from "@mlops/core";

import { unknownColumn } from "./column-errors.ts";
import { concatColumns } from "./column-operations.ts";
import { Table } from "./table.ts";

/**
 * The rows of all tables, one after the other. Columns are matched by name and stand in the first table's order.
 *
 * @throws MlopsError TABLE_SHAPE_INVALID without tables or with other columns, TABLE_TYPE_MISMATCH
 */
export function concatTables(tables: readonly Table[]): Table {
  const [first, ...rest] = tables;
  if (first === undefined) throw new MlopsError("TABLE_SHAPE_INVALID", "There is no table to concatenate.");
  if (rest.length === 0) return first;
  for (const table of rest) {
    for (const name of table.columnNames) {
      if (!first.has(name)) throw unknownColumn(name, first.columnNames, "the first table");
    }
  }
  return Table.fromColumns(
    [...first].map(([name, column]) => {
      const others = rest.map((table) => table.column(name));
      return [name, concatColumns(name, [column, ...others])] as const;
    }),
    tables.reduce((sum, table) => sum + table.rowCount, 0),
  );
}
