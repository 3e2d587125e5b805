import { z } from "zod";

import { boundsText, measured, numberOf } from "../expectation/bounds.ts";
import { defineTableExpectation } from "../expectation/expectation.ts";

export default defineTableExpectation({
  name: "broken_records",
  summary:
    "At most so many records are no rows: too few or too many fields, bytes that are not text. Always checked; default 0.",
  example: "{ max: 3, severity: warn }",
  byRow: false,
  options: { max: z.int().min(0).describe("Records that may be left out.") },
  shorthand: { schema: z.int().min(0), expand: (max: number) => ({ max }) },
  describe: (bounds) => `${boundsText(bounds)} broken records`,
  compile: (bounds) => ({
    form: "statistic",
    aggregates: {},
    // The number is known once the pass has ended.
    judge: ({ broken }) => measured("brokenRecords", numberOf(broken) ?? 0, bounds),
  }),
});
