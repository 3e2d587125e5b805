import type { FieldPath } from "../documents/field-path.ts";

/** What orders a field in SQL: first its type's rank, then its value within the type. */
export interface SqlField {
  readonly rank: string;
  readonly value: string;
}

/** The contract's order of types; `container` (objects and arrays) comes last. */
export const RANK = { missing: 0, null: 1, boolean: 2, number: 3, string: 4, container: 5 } as const;

/**
 * The expressions of a field. Queries and indexes must spell them alike, or SQLite would not use the index.
 *
 * Numbers are cast to REAL because whole JSON numbers above 2^53 are read as 64-bit integers, while their shortest
 * text stands for the nearest double. Neither expression is ever NULL, so that conditions have two truth values and
 * unique indexes count a missing field as a value.
 */
export function sqlField(path: FieldPath): SqlField {
  if (path.length === 1 && path[0] === "_id") return { rank: String(RANK.string), value: "id" };
  const jsonPath = sqlText(`$.${path.map((segment) => JSON.stringify(segment)).join(".")}`);
  const type = `json_type(body, ${jsonPath})`;
  const value = `json_extract(body, ${jsonPath})`;
  return {
    rank:
      `(CASE ${type} WHEN 'text' THEN ${RANK.string} WHEN 'real' THEN ${RANK.number} WHEN 'integer' THEN ${RANK.number} ` +
      `WHEN 'true' THEN ${RANK.boolean} WHEN 'false' THEN ${RANK.boolean} WHEN 'null' THEN ${RANK.null} ` +
      `WHEN 'object' THEN ${RANK.container} WHEN 'array' THEN ${RANK.container} ELSE ${RANK.missing} END)`,
    value:
      `(CASE ${type} WHEN 'text' THEN ${value} WHEN 'real' THEN CAST(${value} AS REAL) ` +
      `WHEN 'integer' THEN CAST(${value} AS REAL) WHEN 'true' THEN 1 WHEN 'object' THEN ${value} ` +
      `WHEN 'array' THEN ${value} ELSE 0 END)`,
  };
}

/** A text literal. The text holds no NUL: paths and names were checked. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
