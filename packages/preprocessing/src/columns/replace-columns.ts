import { type Column, Table } from "@mlops/table";

/**
 * Named columns with some of them replaced, each by any number of others in its place: the one way in which tables and
 * graphs change their columns, so that both have the same names in the same order.
 */
export function replaceEntries<T>(
  entries: Iterable<readonly [string, T]>,
  replacement: (name: string, column: T) => Iterable<readonly [string, T]> | undefined,
): (readonly [string, T])[] {
  return [...entries].flatMap(([name, column]) => {
    const made = replacement(name, column);
    return made === undefined ? [[name, column] as const] : [...made];
  });
}

/** @throws MlopsError TABLE_COLUMN_DUPLICATE where a new column is called like one that stays */
export function replaceColumns(
  table: Table,
  replacement: (name: string, column: Column) => Iterable<readonly [string, Column]> | undefined,
): Table {
  return Table.fromColumns(replaceEntries(table, replacement), table.rowCount);
}

/** `wanted`, or the first of `wanted_2`, `wanted_3`, … that is free; it is taken afterwards. */
export function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}_${count}`;
  taken.add(name);
  return name;
}
