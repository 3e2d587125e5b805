import { z } from "zod";

import { defineColumnExpectation } from "../expectation/expectation.ts";

export default defineColumnExpectation({
  name: "not_null",
  summary: "Every row has a value.",
  example: "true",
  byRow: true,
  options: {},
  shorthand: { schema: z.literal(true), expand: () => ({}) },
  describe: () => "a value",
  compile: (_options, { column, where }) => ({
    form: "rows",
    judges: where,
    holds: column.present,
    shown: "''",
  }),
});
