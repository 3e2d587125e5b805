import type { DataType } from "@mlops/table";
import { type Expression, type ExpressionScope, references, type ScalarType } from "@mlops/expression";

import type { Sql } from "../expectation/expectation.ts";
import type { ColumnSql, ValueKind } from "./column-sql.ts";
import { kindOf } from "./column-sql.ts";
import { compileExpression } from "./compile-expression.ts";

/** What an expression over a row can see. */
export interface ExpressionColumns {
  readonly column: (name: string) => ColumnSql;
  /** The type of a column that declares none. */
  typeOf(name: string): DataType;
}

type Names = Readonly<Record<string, string>> | undefined;

/** The columns that an expression uses, by their own names. */
export function columnNamesOf(expression: Expression, names?: Names): readonly string[] {
  return references(expression).map((name) => names?.[name] ?? name);
}

/** Types of an expression's names: instants and dates are numbers of milliseconds, and any column may be null. */
export function expressionScope(expression: Expression, columns: ExpressionColumns, names?: Names): ExpressionScope {
  return Object.fromEntries(
    references(expression).map((name) => [name, [scalarOf(readAs(names?.[name] ?? name, columns)), "null"] as const]),
  );
}

export function expressionSql(expression: Expression, columns: ExpressionColumns, names?: Names): Sql {
  return compileExpression(expression, (name) => {
    const own = names?.[name] ?? name;
    const column = columns.column(own);
    const kind = readAs(own, columns);
    return kind === "number" || kind === "integer" ? column.numeric(kind) : column.as(kind);
  });
}

function readAs(name: string, columns: ExpressionColumns): ValueKind {
  return columns.column(name).declared?.kind ?? kindOf(columns.typeOf(name));
}

function scalarOf(kind: ValueKind): ScalarType {
  if (kind === "text") return "string";
  return kind === "boolean" ? "boolean" : "number";
}
