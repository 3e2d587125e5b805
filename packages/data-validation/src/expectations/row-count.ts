import { z } from "zod";

import { boundsProblem, boundsShape, boundsText, measured, numberOf } from "../expectation/bounds.ts";
import { defineTableExpectation } from "../expectation/expectation.ts";
import { countWhere } from "../sql/where.ts";

const count = z.int().min(0);

export default defineTableExpectation({
  name: "row_count",
  summary: "The number of rows is within bounds.",
  example: "{ min: 1000 }",
  byRow: false,
  options: boundsShape("number of rows", count),
  shorthand: { schema: count, expand: (exact: number) => ({ min: exact, max: exact }) },
  refine: boundsProblem,
  describe: (bounds) => `${boundsText(bounds)} rows`,
  compile: (bounds, { judged }) => ({
    form: "statistic",
    aggregates: { rows: countWhere(judged.flag) },
    judge: ({ rows }) => measured("rows", numberOf(rows), bounds),
  }),
});
