import { MlopsError } from "@mlops/core";
import { evaluateExpression, type Expression, parseExpression, references } from "@mlops/expression";
import type { Table } from "@mlops/table";

import type { CompiledConstraints } from "./compile-constraints.ts";
import { rowReader } from "./row-values.ts";

/**
 * Holds the data to their own constraints; what is not known breaks none.
 *
 * @param table dates held as text are instants in it
 * @throws MlopsError SYNTHESIS_CONSTRAINT_VIOLATED naming the rule, the first row that breaks it and its values
 */
export function assertConstraints(table: Table, { checks, formulas }: CompiledConstraints): void {
  for (const { rule, expression, where } of checks) {
    const broken = firstBroken(table, expression);
    if (broken !== undefined) throw violated(rule, where, broken, table.rowCount);
  }
  for (const { column, equals } of formulas) {
    const formula = parseExpression(equals).expression;
    const difference = brokenFormula(table, column, formula);
    if (difference !== undefined) throw violated(`${column} = ${equals}`, "", difference, table.rowCount);
  }
}

interface Broken {
  readonly row: number;
  readonly rows: number;
  readonly values: string;
}

function firstBroken(table: Table, expression: Expression): Broken | undefined {
  const names = references(expression);
  const read = rowReader(table, names);
  return firstRow(table, names, (row) => evaluateExpression(expression, read(row)).value === false);
}

/** Relative, beside a cent of rounding. */
const TOLERANCE = 1e-6;
const ROUNDING = 0.0051;

function brokenFormula(table: Table, column: string, formula: Expression): Broken | undefined {
  const names = references(formula);
  const read = rowReader(table, names);
  return firstRow(table, [...names, column], (row) => {
    const wanted = evaluateExpression(formula, read(row)).value;
    const cell = table.cell(column, row);
    const found = typeof cell === "bigint" ? Number(cell) : cell;
    if (typeof wanted !== "number" || typeof found !== "number")
      return wanted !== null && found !== null && wanted !== found;
    return Math.abs(wanted - found) > TOLERANCE * Math.abs(wanted) + ROUNDING;
  });
}

function firstRow(table: Table, names: readonly string[], isBroken: (row: number) => boolean): Broken | undefined {
  let first = -1;
  let rows = 0;
  for (let row = 0; row < table.rowCount; row += 1) {
    if (!isBroken(row)) continue;
    if (first < 0) first = row;
    rows += 1;
  }
  if (first < 0) return undefined;
  return { row: first, rows, values: names.map((name) => `${name} = ${String(table.cell(name, first))}`).join(", ") };
}

function violated(rule: string, where: string, { row, rows, values }: Broken, all: number): MlopsError {
  const place = where === "" ? "" : ` (${where})`;
  const message = `Row ${row + 1} breaks the rule "${rule}"${place}: ${values}. It is one of ${rows} of ${all} rows that do.`;
  return new MlopsError("SYNTHESIS_CONSTRAINT_VIOLATED", message, { details: { rule, row, rows } });
}
