import { sqlText } from "@mlops/adapters";
import { z } from "zod";

import { defineColumnExpectation } from "../expectation/expectation.ts";

export default defineColumnExpectation({
  name: "pattern",
  summary: "Every text holds a match of a regular expression; anchor it with ^ and $ to match whole texts.",
  example: "'^[A-Z]{2}\\d{4}$'",
  byRow: true,
  options: { matches: z.string().min(1).describe("RE2's syntax: no look-around, no back references.") },
  shorthand: { schema: z.string().min(1), expand: (matches: string) => ({ matches }) },
  describe: ({ matches }) => `matches ${matches}`,
  probe: ({ matches }) => `regexp_matches('', ${sqlText(matches)})`,
  compile: ({ matches }, { column }) => ({
    form: "rows",
    holds: `regexp_matches(${column.as("text")}, ${sqlText(matches)})`,
    shown: column.shown,
  }),
});
