import { z } from "zod";

import { boundsProblem, boundsShape, boundsText } from "../expectation/bounds.ts";
import { defineColumnExpectation } from "../expectation/expectation.ts";

const count = z.int().min(0);

export default defineColumnExpectation({
  name: "length",
  summary: "Texts have so many characters (Unicode code points).",
  example: "{ min: 3, max: 64 }",
  byRow: true,
  options: boundsShape("number of characters", count),
  shorthand: { schema: count, expand: (exact: number) => ({ min: exact, max: exact }) },
  refine: boundsProblem,
  describe: (bounds) => `${boundsText(bounds)} characters`,
  compile({ min, max }, { column }) {
    const length = `length(${column.as("text")})`;
    const conditions = [
      ...(min === undefined ? [] : [`${length} >= ${min}`]),
      ...(max === undefined ? [] : [`${length} <= ${max}`]),
    ];
    return { form: "rows", holds: conditions.join(" AND "), shown: column.shown };
  },
});
