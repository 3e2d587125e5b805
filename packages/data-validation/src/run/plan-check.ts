import { MlopsError } from "@mlops/core";
import { checkExpression, parseExpression } from "@mlops/expression";

import { numberOf } from "../expectation/bounds.ts";
import type { CompiledCheck, Judged, KeyCheck, Measured, TableScope } from "../expectation/expectation.ts";
import { columnNamesOf, expressionScope, expressionSql } from "../sql/column-expression.ts";
import type { Pass } from "../sql/pass.ts";
import type { SuiteCheck } from "../suite/suite.ts";
import { countWhere, valueWhere } from "../sql/where.ts";

/** What the pass says of one check. */
export type PassAnswer =
  | { readonly form: "rows"; readonly judged: number; readonly failed: number }
  | ({ readonly form: "whole" } & Measured);

/** A check that has put what it needs into the pass. */
export interface PlannedCheck {
  readonly check: SuiteCheck;
  /** Of a check by row: what is true where a row fails, and the text that shows it. */
  readonly rows?: { readonly fails: string; readonly shown: string };
  /** Of a check of keys, by which its failed rows are found. */
  readonly keys?: KeyCheck & { readonly judges: string };
  read(totals: Readonly<Record<string, unknown>>): PassAnswer;
}

type Columns = Omit<TableScope, "pass" | "judged">;

/**
 * Puts a check into the pass.
 *
 * @throws MlopsError TABLE_COLUMN_UNKNOWN where the data lacks a column, EXPECTATION_NOT_APPLICABLE, EXPRESSION_TYPE
 */
export function planCheck(check: SuiteCheck, pass: Pass, columns: Columns, now: number): PlannedCheck {
  const { expectation, options, column: name } = check;
  const where = whereOf(check, pass, columns);
  if (expectation.scope === "table") {
    const judged = judgedBy(pass, where);
    return planned(check, pass, judged, expectation.compile(options, { ...columns, pass, judged }));
  }
  const column = columns.column(name ?? "");
  const judged = judgedBy(pass, where === "true" ? column.present : `(${column.present} AND ${where})`);
  const scope = { column, pass, judged, where, now, other: columns.column };
  return planned(check, pass, judged, expectation.compile(options, scope));
}

/** Columns that a check reads, besides the one it stands under. */
export function columnsReadBy({ expectation, options }: SuiteCheck): readonly string[] {
  const own = expectation.scope === "table" ? (expectation.columns?.(options) ?? []) : [];
  return options.where === undefined ? own : [...own, ...columnNamesOf(parseExpression(options.where).expression)];
}

function whereOf({ options: { where } }: SuiteCheck, pass: Pass, columns: Columns): string {
  if (where === undefined) return "true";
  const source = parseExpression(where);
  checkExpression(source, expressionScope(source.expression, columns), { expect: "boolean" });
  return pass.column("condition", `coalesce(${expressionSql(source.expression, columns)}, false)`);
}

function judgedBy(pass: Pass, condition: string): Judged {
  const flag = condition === "true" ? "true" : pass.column("condition", condition);
  return { flag };
}

function planned(check: SuiteCheck, pass: Pass, judged: Judged, compiled: CompiledCheck): PlannedCheck {
  switch (compiled.form) {
    case "rows":
      return plannedRows(check, pass, compiled.judges ?? judged.flag, compiled.holds, compiled.shown);
    case "keys":
      return plannedKeys(check, pass, judged, compiled);
    case "statistic": {
      const names = Object.entries(compiled.aggregates).map(([key, sql]) => [key, pass.total(sql)] as const);
      return {
        check,
        read: (totals) => ({
          form: "whole",
          ...compiled.judge({ ...totals, ...Object.fromEntries(names.map(([key, name]) => [key, totals[name]])) }),
        }),
      };
    }
  }
}

function plannedRows(check: SuiteCheck, pass: Pass, judges: string, holds: string, shown: string): PlannedCheck {
  const fails = pass.column("flag", `(coalesce(${judges}, false) AND NOT coalesce(${holds}, false))`);
  const judged = pass.total(countWhere(judges));
  const failed = pass.total(countWhere(fails));
  return {
    check,
    rows: { fails, shown },
    read: (totals) => ({
      form: "rows",
      judged: numberOf(totals[judged]) ?? 0,
      failed: numberOf(totals[failed]) ?? 0,
    }),
  };
}

function plannedKeys(check: SuiteCheck, pass: Pass, { flag }: Judged, compiled: KeyCheck): PlannedCheck {
  const judges = `(${flag} AND ${compiled.present})`;
  const key =
    compiled.keys.length === 1
      ? (compiled.keys[0] ?? "NULL")
      : `struct_pack(${compiled.keys.map((part, index) => `k${index} := ${part}`).join(", ")})`;
  const judged = pass.total(countWhere(judges));
  const distinct = pass.total(`count(DISTINCT ${valueWhere(judges, key)})`);
  return {
    check,
    keys: { ...compiled, judges },
    read(totals) {
      const all = numberOf(totals[judged]) ?? 0;
      return { form: "rows", judged: all, failed: all - (numberOf(totals[distinct]) ?? 0) };
    },
  };
}

/** Whether a failure to compile concerns this data and not the suite. */
export function isLackOfColumn(error: unknown): error is MlopsError {
  return (
    error instanceof MlopsError &&
    (error.code === "TABLE_COLUMN_UNKNOWN" || error.code === "EXPECTATION_NOT_APPLICABLE")
  );
}
