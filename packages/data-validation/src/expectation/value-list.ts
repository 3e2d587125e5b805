import { z } from "zod";

import type { Sql } from "./expectation.ts";
import type { ColumnSql } from "../sql/column-sql.ts";
import { sqlLiteral } from "../sql/literal.ts";

/** Values of one kind: a list of texts and numbers would leave open how the column is read. */
export const valueList = z.union([z.array(z.string()).min(1), z.array(z.number()).min(1), z.array(z.boolean()).min(1)]);

export type Values = z.output<typeof valueList>;

const shownValues = 8;

export function listText(values: Values): string {
  const shown = values.slice(0, shownValues).map(String).join(", ");
  return values.length > shownValues ? `${shown} and ${values.length - shownValues} more` : shown;
}

/** SQL that is true where the column, read as the values are, is one of them. */
export function isOneOf(column: ColumnSql, values: Values): Sql {
  const kind = typeof values[0] === "number" ? "number" : typeof values[0] === "boolean" ? "boolean" : "text";
  return `${column.as(kind)} IN (${values.map(sqlLiteral).join(", ")})`;
}
