import { checkExpression, parseExpression, references } from "@mlops/expression";
import { z } from "zod";

import { defineTableExpectation } from "../expectation/expectation.ts";
import { columnNamesOf, expressionScope, expressionSql } from "../sql/column-expression.ts";

export default defineTableExpectation({
  name: "rules",
  summary:
    "An expression over several columns is true for each row; a row for which it is not known (null) is not judged.",
  example: "[{ name: due after start, expression: due_at > started_at }]",
  byRow: true,
  options: {
    name: z.string().min(1).optional().describe("What the rule is called in answers."),
    expression: z.string().min(1).describe("A condition over columns, by their names or those of `names`."),
    names: z
      .record(z.string(), z.string())
      .optional()
      .describe("Columns by the names that the expression uses, for columns whose own cannot be written in one."),
  },
  shorthand: { schema: z.string().min(1), expand: (expression: string) => ({ expression }) },
  describe: ({ expression }) => expression,
  columns: ({ expression, names }) => columnNamesOf(parseExpression(expression).expression, names),
  compile({ expression, names }, scope) {
    const source = parseExpression(expression);
    checkExpression(source, expressionScope(source.expression, scope, names), { expect: "boolean" });
    const holds = scope.pass.column("condition", expressionSql(source.expression, scope, names));
    const shown = references(source.expression).map(
      (name) => `'${name}=' || coalesce(${scope.column(names?.[name] ?? name).shown}, 'null')`,
    );
    return {
      form: "rows",
      judges: `(${scope.judged.flag} AND ${holds} IS NOT NULL)`,
      holds,
      shown: shown.length === 0 ? "''" : `concat_ws(', ', ${shown.join(", ")})`,
    };
  },
});
