import { sqlText } from "@mlops/adapters";
import { z } from "zod";

import { boundsProblem, boundsShape, boundsText, isWithin, numberOf } from "../expectation/bounds.ts";
import { defineColumnExpectation } from "../expectation/expectation.ts";
import type { ColumnSql } from "../sql/column-sql.ts";
import { sqlNumber } from "../sql/literal.ts";
import { countWhere } from "../sql/where.ts";

const limits = z.strictObject(boundsShape("share", z.number().min(0).max(1)));

export default defineColumnExpectation({
  name: "value_shares",
  summary: "The shares of single values among all values are within bounds.",
  example: "{ of: { Y: { min: 0.05, max: 0.09 } } }",
  byRow: false,
  options: { of: z.record(z.string(), limits).describe("Bounds of the share by value, from 0 to 1.") },
  refine({ of }) {
    if (Object.keys(of).length === 0) return "it names no value";
    const wrong = Object.entries(of).map(([value, bounds]) => [value, boundsProblem(bounds)] as const);
    return wrong.flatMap(([value, problem]) => (problem === undefined ? [] : [`${value}: ${problem}`]))[0];
  },
  describe: ({ of }) =>
    Object.entries(of)
      .map(([value, bounds]) => `share of ${value} ${boundsText(bounds)}`)
      .join(", "),
  compile({ of }, { column, judged }) {
    const values = Object.entries(of);
    const counts = values.map(([value], index) => [
      `v${index}`,
      countWhere(`${judged.flag} AND ${isValue(column, value)}`),
    ]);
    return {
      form: "statistic",
      aggregates: { all: countWhere(judged.flag), ...(Object.fromEntries(counts) as Record<string, string>) },
      judge(totals) {
        const all = numberOf(totals["all"]) ?? 0;
        const shares = values.map(([value, bounds], index) => ({
          value,
          bounds,
          share: all === 0 ? null : (numberOf(totals[`v${index}`]) ?? 0) / all,
        }));
        return {
          holds: all === 0 ? undefined : shares.every(({ share, bounds }) => isWithin(share ?? 0, bounds)),
          observed: Object.fromEntries(shares.map(({ value, share }) => [value, share])),
        };
      },
    };
  },
});

/** Keys of YAML are texts: a number of the data is compared as a number where the key is one. */
function isValue(column: ColumnSql, value: string): string {
  const isNumeric = column.stored !== "string" && column.stored !== "bool" && Number.isFinite(Number(value));
  return isNumeric
    ? `${column.as("number")} = ${sqlNumber(Number(value))}`
    : `${column.as("text")} = ${sqlText(value)}`;
}
