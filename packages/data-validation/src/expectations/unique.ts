import { z } from "zod";

import { defineColumnExpectation } from "../expectation/expectation.ts";

export default defineColumnExpectation({
  name: "unique",
  summary: "No value repeats an earlier one; rows without a value are not judged.",
  example: "true",
  byRow: true,
  options: {},
  shorthand: { schema: z.literal(true), expand: () => ({}) },
  describe: () => "no value twice",
  compile: (_options, { column }) => ({
    form: "keys",
    keys: [column.raw],
    present: column.present,
    shown: column.shown,
  }),
});
