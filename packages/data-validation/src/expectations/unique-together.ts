import { z } from "zod";

import { defineTableExpectation } from "../expectation/expectation.ts";

const names = z.array(z.string().min(1)).min(1);

export default defineTableExpectation({
  name: "unique_together",
  summary: "No combination of the columns repeats an earlier one; rows in which one of them is null are not judged.",
  example: "[station, observed_at]",
  byRow: true,
  options: { columns: names.describe("The columns that make the key.") },
  shorthand: { schema: names, expand: (columns: string[]) => ({ columns }) },
  describe: ({ columns }) => `no two rows with the same ${columns.join(", ")}`,
  columns: ({ columns }) => columns,
  compile({ columns }, { column }) {
    const parts = columns.map(column);
    return {
      form: "keys",
      keys: parts.map(({ raw }) => raw),
      present: `(${parts.map(({ present }) => present).join(" AND ")})`,
      shown: `concat_ws(', ', ${parts.map(({ shown }) => shown).join(", ")})`,
    };
  },
});
