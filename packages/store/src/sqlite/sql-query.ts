import type { ParsedQuery } from "../documents/parsed-query.ts";
import { DOCUMENT_COLUMNS } from "./document-row.ts";
import { sqlField } from "./sql-field.ts";
import { type SqlCondition, sqlFilter } from "./sql-filter.ts";

/** The rows of a query in the contract's order. */
export function sqlQuery(table: string, query: ParsedQuery): SqlCondition {
  const { sql, operands } = sqlFilter(query.filter);
  return {
    sql: `SELECT ${DOCUMENT_COLUMNS} FROM ${table} WHERE ${sql} ORDER BY ${sqlOrder(query).join(", ")} LIMIT ? OFFSET ?`,
    operands: [...operands, query.limit ?? -1, query.skip],
  };
}

function sqlOrder({ sort }: ParsedQuery): string[] {
  const terms: string[] = [];
  for (const { path, descending } of sort) {
    const { rank, value } = sqlField(path);
    const direction = descending ? "DESC" : "ASC";
    if (value === "id") return [...terms, `id ${direction}`];
    terms.push(`${rank} ${direction}`, `${value} ${direction}`);
  }
  return [...terms, "id"];
}
