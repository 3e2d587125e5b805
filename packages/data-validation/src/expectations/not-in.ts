import { defineColumnExpectation } from "../expectation/expectation.ts";
import { isOneOf, listText, valueList, type Values } from "../expectation/value-list.ts";

export default defineColumnExpectation({
  name: "not_in",
  summary: "No value is one of a list, such as the marks by which a source says that it has none.",
  example: "[-999, 9999]",
  byRow: true,
  options: { values: valueList.describe("Texts, numbers or booleans, all of one kind.") },
  shorthand: { schema: valueList, expand: (values: Values) => ({ values }) },
  describe: ({ values }) => `none of ${listText(values)}`,
  compile: ({ values }, { column }) => ({
    form: "rows",
    holds: `NOT coalesce(${isOneOf(column, values)}, false)`,
    shown: column.shown,
  }),
});
