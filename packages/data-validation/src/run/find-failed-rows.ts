import type { TableFile } from "@mlops/adapters";

import type { Pass } from "../sql/pass.ts";
import type { PassAnswer, PlannedCheck } from "./plan-check.ts";
import { valueWhere } from "../sql/where.ts";

/** Rows that are shown of those that failed a check. */
export const shownRows = 5;

/** A failed row before its place is looked up. */
export interface RowExample {
  /** Its number in the file, from 1. */
  readonly record: number;
  readonly value: string | null;
  /** Of a repeated key: the row that had it first. */
  readonly first?: number;
}

export interface FailedCheck {
  readonly planned: PlannedCheck;
  readonly answer: PassAnswer;
}

/**
 * The first rows that failed, by the checks that failed: one pass for all checks by row, one for each check of keys. Data
 * that fails nowhere takes none.
 */
export async function findFailedRows(
  file: TableFile,
  pass: Pass,
  answers: readonly FailedCheck[],
): Promise<ReadonlyMap<PlannedCheck, readonly RowExample[]>> {
  const failed = answers.flatMap(({ planned, answer }) =>
    answer.form === "rows" && answer.failed > 0 ? [planned] : [],
  );
  const byRow = failed.flatMap((planned) => (planned.rows === undefined ? [] : [{ planned, rows: planned.rows }]));
  const found = new Map<PlannedCheck, readonly RowExample[]>();
  if (byRow.length > 0) {
    const columns = byRow.map(
      ({ rows: { fails, shown } }, index) =>
        `arg_min({'record': n::DOUBLE, 'value': ${shown}}, ${valueWhere(fails, "n")}, ${shownRows}) AS found_${index}`,
    );
    const [row = {}] = await file.select((relation) => `SELECT ${columns.join(", ")} FROM ${pass.rows(relation)}`);
    for (const [index, { planned }] of byRow.entries()) {
      found.set(planned, (row[`found_${index}`] ?? []) as readonly RowExample[]);
    }
  }
  for (const planned of failed) {
    const { keys } = planned;
    if (keys === undefined) continue;
    const rows = await file.select((relation) => repeatedRowsSql(keys, pass.rows(relation)));
    found.set(planned, rows as unknown as readonly RowExample[]);
  }
  return found;
}

/** The first rows that repeat a key of an earlier row. */
function repeatedRowsSql({ keys, judges, shown }: NonNullable<PlannedCheck["keys"]>, rows: string): string {
  const group = `PARTITION BY ${keys.join(", ")}`;
  return `SELECT n::DOUBLE AS record, shown AS value, first::DOUBLE AS first FROM (
      SELECT n, ${shown} AS shown, min(n) OVER (${group}) AS first FROM ${rows} WHERE ${judges})
    WHERE n > first ORDER BY n LIMIT ${shownRows}`;
}
