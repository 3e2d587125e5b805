import type { Sql } from "../expectation/expectation.ts";

/** In the order in which they are computed: each sees those before it. */
const levels = ["view", "value", "condition", "carried", "previous", "flag"] as const;
export type Level = (typeof levels)[number];

/**
 * One SELECT over all rows, put together from what the checks need. Equal expressions are computed once; each level is a
 * subquery of its own, so that DuckDB plans a cast once however many checks use it.
 */
export class Pass {
  readonly #columns = new Map<Level, Map<Sql, string>>(levels.map((level) => [level, new Map()]));
  readonly #totals = new Map<Sql, string>();

  /** The name by which later levels read the expression. */
  column(level: Level, sql: Sql): string {
    return named(this.#columns.get(level) ?? new Map<Sql, string>(), sql, `${level}_`);
  }

  /** The name under which the result has the aggregate. */
  total(sql: Sql): string {
    return named(this.#totals, sql, "total_");
  }

  /** The levels alone, for a query that needs single rows. */
  rows(relation: Sql): Sql {
    return levels.reduce((from, level) => {
      const columns = [...(this.#columns.get(level) ?? [])].map(([sql, name]) => `${sql} AS ${name}`);
      return columns.length === 0 ? from : `(SELECT *, ${columns.join(", ")} FROM ${from})`;
    }, relation);
  }

  sql(relation: Sql): Sql {
    const totals = [...this.#totals].map(([sql, name]) => `${sql} AS ${name}`);
    return `SELECT ${totals.length === 0 ? "1" : totals.join(", ")} FROM ${this.rows(relation)}`;
  }
}

function named(names: Map<Sql, string>, sql: Sql, prefix: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = `${prefix}${names.size}`;
  names.set(sql, name);
  return name;
}
