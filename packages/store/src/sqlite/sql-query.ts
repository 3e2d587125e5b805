import type { ParsedQuery } from "../documents/parsed-query.ts";
import { isTypePinned } from "../documents/pinned-type.ts";
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

function sqlOrder({ filter, sort }: ParsedQuery): string[] {
  const terms: string[] = [];
  for (const { field, path, descending } of sort) {
    const { rank, value } = sqlField(path);
    const direction = descending ? "DESC" : "ASC";
    if (value === "id") return [...terms, `id ${direction}`];
    // SQLite does not see that a rank which the filter fixes orders nothing, and would sort in spite of the index.
    if (!isTypePinned(filter, field)) terms.push(`${rank} ${direction}`);
    terms.push(`${value} ${direction}`);
  }
  return [...terms, "id"];
}
