import { defineColumnExpectation } from "../expectation/expectation.ts";
import { isOneOf, listText, valueList, type Values } from "../expectation/value-list.ts";

export default defineColumnExpectation({
  name: "in",
  summary: "Every value is one of a list.",
  example: "[A11, A12, A13, A14]",
  byRow: true,
  options: { values: valueList.describe("Texts, numbers or booleans, all of one kind.") },
  shorthand: { schema: valueList, expand: (values: Values) => ({ values }) },
  describe: ({ values }) => `one of ${listText(values)}`,
  compile: ({ values }, { column }) => ({ form: "rows", holds: isOneOf(column, values), shown: column.shown }),
});
