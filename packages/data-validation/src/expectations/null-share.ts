import { z } from "zod";

import { boundsProblem, boundsShape, boundsText, measured, numberOf } from "../expectation/bounds.ts";
import { defineColumnExpectation } from "../expectation/expectation.ts";
import { countWhere } from "../sql/where.ts";

const share = z.number().min(0).max(1);

export default defineColumnExpectation({
  name: "null_share",
  summary: "The share of rows without a value is within bounds.",
  example: "{ max: 0.05 }",
  byRow: false,
  options: boundsShape("share of nulls", share),
  shorthand: { schema: share, expand: (max: number) => ({ max }) },
  refine: boundsProblem,
  describe: (bounds) => `null share ${boundsText(bounds)}`,
  compile: (bounds, { column, where }) => ({
    form: "statistic",
    aggregates: {
      rows: countWhere(where),
      nulls: countWhere(`${where} AND NOT ${column.present}`),
    },
    judge({ rows, nulls }) {
      const [all, absent] = [numberOf(rows) ?? 0, numberOf(nulls) ?? 0];
      return measured("nullShare", all === 0 ? null : absent / all, bounds);
    },
  }),
});
