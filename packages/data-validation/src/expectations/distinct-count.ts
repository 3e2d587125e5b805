import { z } from "zod";

import { boundsProblem, boundsShape, boundsText, measured, numberOf } from "../expectation/bounds.ts";
import { defineColumnExpectation } from "../expectation/expectation.ts";
import { countWhere, valueWhere } from "../sql/where.ts";

const count = z.int().min(0);

export default defineColumnExpectation({
  name: "distinct_count",
  summary: "The number of different values is within bounds.",
  example: "{ min: 2, max: 50 }",
  byRow: false,
  options: boundsShape("number of different values", count),
  shorthand: { schema: count, expand: (exact: number) => ({ min: exact, max: exact }) },
  refine: boundsProblem,
  describe: (bounds) => `${boundsText(bounds)} different values`,
  compile: (bounds, { column, judged }) => ({
    form: "statistic",
    aggregates: { values: countWhere(judged.flag), distinct: `count(DISTINCT ${valueWhere(judged.flag, column.raw)})` },
    judge: ({ values, distinct }) =>
      measured("distinctCount", numberOf(values) === 0 ? null : numberOf(distinct), bounds),
  }),
});
