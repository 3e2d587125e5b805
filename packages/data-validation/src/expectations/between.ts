import { MlopsError, parseInstant } from "@mlops/core";
import { z } from "zod";

import { boundsText } from "../expectation/bounds.ts";
import { defineColumnExpectation } from "../expectation/expectation.ts";
import type { ColumnSql, ValueKind } from "../sql/column-sql.ts";
import { sqlNumber } from "../sql/literal.ts";

const bound = z.union([z.number(), z.string().min(1)]);
type Bound = z.output<typeof bound>;

const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)?$/;

export default defineColumnExpectation({
  name: "between",
  summary: "Numbers, dates or instants lie between two bounds, which belong to it.",
  example: "{ min: 18, max: 100 }",
  byRow: true,
  options: {
    min: bound.optional().describe("A number, an ISO date (`2024-01-31`) or an instant with a zone."),
    max: bound.optional().describe("As `min`."),
    strict_min: z.boolean().default(false).describe("Values equal to `min` fail."),
    strict_max: z.boolean().default(false).describe("Values equal to `max` fail."),
  },
  refine: ({ min, max }) => {
    if (min === undefined && max === undefined) return "it needs min, max or both";
    const kinds = [min, max].filter((each) => each !== undefined).map(boundKind);
    if (kinds.includes(undefined))
      return "a bound has to be a number, an ISO date like 2024-01-31 or an instant with a zone";
    if (kinds[0] !== (kinds[1] ?? kinds[0])) return "min and max have to be of one kind";
    return min !== undefined && max !== undefined && valueOf(min) > valueOf(max)
      ? `min ${min} is above max ${max}`
      : undefined;
  },
  describe: ({ min, max, strict_min: strictMin, strict_max: strictMax }) => {
    const strict = [strictMin ? "min excluded" : "", strictMax ? "max excluded" : ""].filter((text) => text !== "");
    return boundsText({ min, max }) + (strict.length === 0 ? "" : ` (${strict.join(", ")})`);
  },
  compile({ min, max, strict_min: strictMin, strict_max: strictMax }, { column }) {
    const value = readBy(column, min ?? max ?? 0);
    const conditions = [
      ...(min === undefined ? [] : [`${value} ${strictMin ? ">" : ">="} ${sqlNumber(valueOf(min))}`]),
      ...(max === undefined ? [] : [`${value} ${strictMax ? "<" : "<="} ${sqlNumber(valueOf(max))}`]),
    ];
    return { form: "rows", holds: conditions.join(" AND "), shown: column.shown };
  },
});

/** NaN and infinities are in no range, also where DuckDB orders them. */
function readBy(column: ColumnSql, example: Bound): string {
  const kind = boundKind(example);
  if (kind === "number") return column.finite;
  if (kind === "instant") return column.as("instant");
  return column.as(column.declared?.kind === "instant" ? "instant" : "date");
}

function boundKind(value: Bound): ValueKind | undefined {
  if (typeof value === "number") return "number";
  if (isoDate.test(value)) return Number.isNaN(Date.parse(dateText(value))) ? undefined : "date";
  try {
    parseInstant(value);
    return "instant";
  } catch (error) {
    if (error instanceof MlopsError) return undefined;
    throw error;
  }
}

/** A number as it is, a time as its milliseconds. */
function valueOf(value: Bound): number {
  if (typeof value === "number") return value;
  return isoDate.test(value) ? Date.parse(dateText(value)) : parseInstant(value);
}

function dateText(value: string): string {
  return value.length === 10 ? `${value}T00:00:00Z` : `${value.replace(" ", "T")}Z`;
}
