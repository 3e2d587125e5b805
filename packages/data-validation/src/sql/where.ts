import type { Sql } from "../expectation/expectation.ts";

/**
 * Conditions inside aggregates. DuckDB's FILTER does the same, but copies every column of the query for each aggregate
 * that has one: four hundred checks of a hundred columns then take a hundred times as long.
 */
export function countWhere(condition: Sql): Sql {
  return condition === "true" ? "count(*)" : `count(CASE WHEN ${condition} THEN 1 END)`;
}

/** The value where the condition holds, else null, which aggregates pass over. */
export function valueWhere(condition: Sql, value: Sql): Sql {
  return condition === "true" ? value : `CASE WHEN ${condition} THEN ${value} END`;
}
