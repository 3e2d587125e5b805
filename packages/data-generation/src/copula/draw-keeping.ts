import { MlopsError, type RandomKey, splitKey } from "@mlops/core";
import { evaluateExpression, parseExpression, references } from "@mlops/expression";
import { concatTables, type Table } from "@mlops/table";

import { rowReader } from "../constraints/row-values.ts";
import type { RowRange } from "../synthesis/synthesizer.ts";

/** How often rows that break a rule are drawn anew: rules that hold for one row in fifty are met in all but e^-8 of cases. */
const MOST_ATTEMPTS = 400;

/**
 * Rows that keep all rules: those that break one are drawn anew. What is not known breaks no rule.
 *
 * @throws MlopsError SYNTHESIS_CONSTRAINT_UNMET naming the rules, after four hundred attempts
 */
export function drawKeeping(
  rules: readonly string[],
  key: RandomKey,
  range: RowRange,
  draw: (key: RandomKey, range: RowRange) => Table,
): Table {
  let rows = draw(key, range);
  if (rules.length === 0) return rows;
  const keeps = keeper(rules);
  let broken = brokenRows(rows, keeps);
  for (let attempt = 1; broken.length > 0; attempt += 1) {
    if (attempt > MOST_ATTEMPTS) throw unmet(rules, broken.length, range.count);
    const others = draw(splitKey(key, "again", attempt), { start: range.start, count: broken.length });
    const stays = new Set(brokenRows(others, keeps));
    rows = replaced(rows, others, broken, stays);
    broken = broken.filter((_, index) => stays.has(index));
  }
  return rows;
}

function keeper(rules: readonly string[]): (table: Table) => (row: number) => boolean {
  const parsed = rules.map((rule) => parseExpression(rule).expression);
  return (table) => {
    const readers = parsed.map((expression) => ({ expression, read: rowReader(table, references(expression)) }));
    return (row) => readers.every(({ expression, read }) => evaluateExpression(expression, read(row)).value !== false);
  };
}

function brokenRows(table: Table, keeps: (table: Table) => (row: number) => boolean): number[] {
  const keepsRow = keeps(table);
  return Array.from({ length: table.rowCount }, (_, row) => row).filter((row) => !keepsRow(row));
}

/** Rows of `others` take the places of broken ones, where they keep the rules themselves. */
function replaced(rows: Table, others: Table, broken: readonly number[], stays: ReadonlySet<number>): Table {
  const order = Int32Array.from({ length: rows.rowCount }, (_, row) => row);
  for (const [index, row] of broken.entries()) if (!stays.has(index)) order[row] = rows.rowCount + index;
  return concatTables([rows, others]).take(order);
}

function unmet(rules: readonly string[], broken: number, count: number): MlopsError {
  const list = rules.map((rule) => `"${rule}"`).join(", ");
  return new MlopsError(
    "SYNTHESIS_CONSTRAINT_UNMET",
    `${broken} of ${count} rows could not be drawn so that they keep ${list}, in ${MOST_ATTEMPTS} attempts.`,
    { details: { rules, broken } },
  );
}
