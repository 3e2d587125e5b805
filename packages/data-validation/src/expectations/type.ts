import { sqlText } from "@mlops/adapters";
import { z } from "zod";

import { defineColumnExpectation } from "../expectation/expectation.ts";
import { valueKinds } from "../sql/column-sql.ts";

export default defineColumnExpectation({
  name: "type",
  summary: "Every value can be read as the type; other checks and rules read the column so.",
  example: "{ is: date, format: '%d%b%Y' }",
  byRow: true,
  options: {
    is: z
      .enum(valueKinds)
      .describe(
        "`text`, `number` (finite), `integer`, `boolean`, `instant` (ISO 8601 with a zone), `date` (without a zone, by `format`).",
      ),
    format: z.string().min(1).optional().describe("Of dates, in strptime's letters; default `%Y-%m-%d`."),
  },
  shorthand: { schema: z.enum(valueKinds), expand: (is: (typeof valueKinds)[number]) => ({ is }) },
  refine: ({ is, format }) => (format !== undefined && is !== "date" ? "format belongs to dates only" : undefined),
  describe: ({ is, format }) => (format === undefined ? is : `${is} like ${format}`),
  probe: ({ format }) => (format === undefined ? undefined : `try_strptime('', ${sqlText(format)})`),
  compile: ({ is }, { column }) => ({
    form: "rows",
    holds: `${is === "number" ? column.finite : column.as(is)} IS NOT NULL`,
    shown: column.shown,
  }),
});
