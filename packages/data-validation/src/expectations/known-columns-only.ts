import { z } from "zod";

import { defineTableExpectation } from "../expectation/expectation.ts";

export default defineTableExpectation({
  name: "known_columns_only",
  summary: "The data has no column that the suite does not name.",
  example: "true",
  byRow: false,
  options: {},
  shorthand: { schema: z.literal(true), expand: () => ({}) },
  describe: () => "no other columns than those of the suite",
  compile(_options, { columnNames, knownColumns }) {
    const known = new Set(knownColumns);
    const unknown = columnNames.filter((name) => !known.has(name));
    return {
      form: "statistic",
      aggregates: {},
      judge: () => ({ holds: unknown.length === 0, observed: { unknownColumns: unknown.join(", ") } }),
    };
  },
});
