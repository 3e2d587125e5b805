import { MlopsError, type RandomKey, splitKey } from "@mlops/core";
import { cellAt, concatTables, type Table } from "@mlops/table";

import { conditionsText } from "./conditions.ts";
import type { Condition, RowRange, Synthesizer } from "./synthesizer.ts";

/** Rows that are drawn for one chunk before the condition counts as one that never happens. */
const MOST_DRAWN = 1_000_000;
const BATCH_ROWS = 8192;

/**
 * A synthesizer of which all rows meet all conditions: by its own means where it has some, else by drawing until enough
 * rows meet them, at most a million rows for one chunk.
 *
 * @throws MlopsError SYNTHESIS_CONDITION_UNMET
 */
export function conditioned(synthesizer: Synthesizer, conditions: readonly Condition[]): Synthesizer {
  if (conditions.length === 0) return synthesizer;
  if (synthesizer.given !== undefined) return synthesizer.given(conditions);
  return {
    ...synthesizer,
    lineage: { ...synthesizer.lineage, conditions: conditionsText(conditions) },
    draw: (key, range) => drawMatching(synthesizer, conditions, key, range),
  };
}

/** @throws MlopsError SYNTHESIS_CONDITION_UNMET */
export function drawMatching(
  synthesizer: Pick<Synthesizer, "draw" | "renumber">,
  conditions: readonly Condition[],
  key: RandomKey,
  { start, count }: RowRange,
): Table {
  const found: Table[] = [];
  let rows = 0;
  for (let drawn = 0; rows < count; drawn += BATCH_ROWS) {
    if (drawn >= MOST_DRAWN) throw unmet(conditions, rows, drawn);
    const batch = synthesizer.draw(splitKey(key, "attempt", drawn / BATCH_ROWS), { start, count: BATCH_ROWS });
    const matching = batch.filter(mask(batch, conditions)).slice(0, count - rows);
    rows += matching.rowCount;
    found.push(matching);
  }
  const table = concatTables(found);
  return synthesizer.renumber?.(table, start) ?? table;
}

function mask(table: Table, conditions: readonly Condition[]): boolean[] {
  const columns = conditions.map(({ column }) => table.column(column));
  return Array.from({ length: table.rowCount }, (_, row) =>
    conditions.every(({ value }, index) => {
      const column = columns[index];
      return column !== undefined && cellAt(column, row) === value;
    }),
  );
}

function unmet(conditions: readonly Condition[], found: number, drawn: number): MlopsError {
  return new MlopsError(
    "SYNTHESIS_CONDITION_UNMET",
    `Of ${drawn} rows that were drawn, ${found} meet ${conditionsText(conditions)}: it happens too seldom, or never.`,
    { details: { conditions: conditionsText(conditions), drawn, found } },
  );
}
