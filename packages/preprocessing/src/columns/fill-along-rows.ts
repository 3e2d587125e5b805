import { isValid, Table } from "@mlops/table";

/** Which way a value is carried: `forward` from earlier rows, `backward` from later ones. */
export type Direction = "forward" | "backward";

/** What a fill along the rows has to know. */
export type RowFill = {
  readonly columns: readonly string[];
  /** Most consecutive missing rows that are filled; null fills them all. */
  readonly limit: number | null;
};

/** The columns with missing values replaced by the nearest value before or after; others as they are. */
export function fillAlongRows(table: Table, { columns, limit }: RowFill, direction: Direction): Table {
  const filled = new Set(columns);
  return Table.fromColumns(
    [...table].map(([name, column]) => {
      if (!filled.has(name)) return [name, column] as const;
      const single = Table.fromColumns([[name, column]]);
      const sources = sourceRows(column.length, (row) => isValid(column.validity, row), limit, direction);
      return [name, single.take(sources).column(name)] as const;
    }),
    table.rowCount,
  );
}

/** For each row the row whose value it takes: its own where it has one, or where none is within reach. */
function sourceRows(
  rows: number,
  hasValue: (row: number) => boolean,
  limit: number | null,
  direction: Direction,
): Int32Array {
  const sources = new Int32Array(rows);
  let latest = -1;
  let gap = 0;
  for (let step = 0; step < rows; step += 1) {
    const row = direction === "forward" ? step : rows - 1 - step;
    if (hasValue(row)) [latest, gap] = [row, 0];
    else gap += 1;
    sources[row] = latest === -1 || (limit !== null && gap > limit) ? row : latest;
  }
  return sources;
}
