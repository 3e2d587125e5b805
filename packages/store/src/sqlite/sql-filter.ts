import type { ScalarValue } from "@mlops/core";

import type { FieldTest, ParsedFilter, RangeBound } from "../documents/parsed-filter.ts";
import { textAfterPrefix } from "../documents/text-order.ts";
import { RANK, sqlField, type SqlField } from "./sql-field.ts";

/** A condition with its operands apart: values never become part of the text. */
export interface SqlCondition {
  readonly sql: string;
  readonly operands: readonly (string | number)[];
}

const RELATION = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;
const always: SqlCondition = { sql: "1", operands: [] };
const never: SqlCondition = { sql: "0", operands: [] };

export function sqlFilter(filter: ParsedFilter): SqlCondition {
  switch (filter.kind) {
    case "and":
      return joined("AND", filter.members.map(sqlFilter), always);
    case "or":
      return joined("OR", filter.members.map(sqlFilter), never);
    case "test":
      return sqlTest(filter.test, sqlField(filter.path));
  }
}

function sqlTest(test: FieldTest, field: SqlField): SqlCondition {
  switch (test.operator) {
    case "eq":
      return equal(field, test.value);
    case "ne": {
      const { sql, operands } = equal(field, test.value);
      return { sql: `NOT ${sql}`, operands };
    }
    case "in":
      return oneOf(field, test.values);
    case "exists":
      return { sql: `(${field.rank} ${test.value ? "<>" : "="} ${RANK.missing})`, operands: [] };
    case "prefix":
      return startingWith(field, test.value);
    case "range":
      return joined(
        "AND",
        test.bounds.map((bound) => bounded(field, bound)),
        always,
      );
  }
}

function equal(field: SqlField, value: ScalarValue): SqlCondition {
  if (value === null) return { sql: `(${field.rank} = ${RANK.null})`, operands: [] };
  return compared(field, "=", value);
}

/** The value comes first: it decides more rows, and the rest of an AND is not evaluated then. */
function compared(field: SqlField, relation: string, value: Exclude<ScalarValue, null>): SqlCondition {
  return {
    sql: `(${field.value} ${relation} ? AND ${field.rank} = ${rankOf(value)})`,
    operands: [typeof value === "boolean" ? Number(value) : value],
  };
}

function oneOf(field: SqlField, values: readonly ScalarValue[]): SqlCondition {
  const byRank = Map.groupBy(values.filter(isPresent), rankOf);
  const parts = [...byRank].map(([rank, members]): SqlCondition => {
    const operands = members.map((value) => (typeof value === "boolean" ? Number(value) : value));
    const marks = operands.map(() => "?").join(", ");
    return { sql: `(${field.value} IN (${marks}) AND ${field.rank} = ${rank})`, operands };
  });
  if (values.includes(null)) parts.push(equal(field, null));
  return joined("OR", parts, never);
}

function startingWith(field: SqlField, prefix: string): SqlCondition {
  const after = textAfterPrefix(prefix);
  const from = compared(field, ">=", prefix);
  return after === undefined ? from : joined("AND", [from, compared(field, "<", after)], always);
}

function bounded(field: SqlField, { relation, value }: RangeBound): SqlCondition {
  return compared(field, RELATION[relation], value);
}

function rankOf(value: Exclude<ScalarValue, null>): number {
  if (typeof value === "boolean") return RANK.boolean;
  return typeof value === "number" ? RANK.number : RANK.string;
}

function isPresent(value: ScalarValue): value is Exclude<ScalarValue, null> {
  return value !== null;
}

/** Halved, not chained: SQLite refuses expressions deeper than 1,000 levels. */
function joined(operator: "AND" | "OR", parts: readonly SqlCondition[], empty: SqlCondition): SqlCondition {
  const [only] = parts;
  if (only === undefined) return empty;
  if (parts.length === 1) return only;
  const middle = parts.length >> 1;
  const left = joined(operator, parts.slice(0, middle), empty);
  const right = joined(operator, parts.slice(middle), empty);
  return { sql: `(${left.sql} ${operator} ${right.sql})`, operands: [...left.operands, ...right.operands] };
}
