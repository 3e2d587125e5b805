import type { FieldPath } from "../documents/field-path.ts";
import type { ParsedFilter, RangeBound } from "../documents/parsed-filter.ts";
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

function sqlOrder({ filter, sort }: ParsedQuery): string[] {
  const terms: string[] = [];
  for (const { path, descending } of sort) {
    const { rank, value } = sqlField(path);
    const direction = descending ? "DESC" : "ASC";
    if (value === "id") return [...terms, `id ${direction}`];
    // SQLite does not see that a rank which the filter fixes orders nothing, and would sort in spite of the index.
    if (!fixesRank(filter, path)) terms.push(`${rank} ${direction}`);
    terms.push(`${value} ${direction}`);
  }
  return [...terms, "id"];
}

/** Whether all that passes the filter has values of one type in the field. */
function fixesRank(filter: ParsedFilter, path: FieldPath): boolean {
  if (filter.kind !== "test") {
    return filter.kind === "and" && filter.members.some((member) => fixesRank(member, path));
  }
  const { test } = filter;
  if (filter.path.join(".") !== path.join(".")) return false;
  return test.operator === "eq" || test.operator === "prefix" || (test.operator === "range" && hasOneType(test.bounds));
}

function hasOneType(bounds: readonly RangeBound[]): boolean {
  return bounds.length > 0 && new Set(bounds.map(({ value }) => typeof value)).size === 1;
}
