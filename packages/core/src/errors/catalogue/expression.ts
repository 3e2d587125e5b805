import type { CatalogueArea } from "../catalogue-entry.ts";

export const expression = {
  EXPRESSION_SYNTAX: {
    category: "invalid",
    summary: "An expression cannot be parsed.",
    cause: "A missing operand or bracket, an operator of another language, or two comparisons in a row.",
    mend: "Mend the place under the caret; write two comparisons as `low < x and x < high`.",
    example: "metrics.f1 >= 0.75 and metrics.n > 100",
  },
  EXPRESSION_TOO_LARGE: {
    category: "invalid",
    summary: "An expression is longer or deeper than an expression may be.",
    cause: "Text of more than 4,096 characters, or more than 200 levels of operators and brackets.",
    mend: "Split the expression into several rules, or use `in [...]` for a long row of `or`.",
    example: 'region in ["seoul", "busan", "jeju"]',
  },
  EXPRESSION_NAME_UNKNOWN: {
    category: "invalid",
    summary: "An expression uses a name or a function that is not there.",
    cause: "A misspelt metric, parameter or function, or one that this kind of rule does not see.",
    mend: "Use one of the names that the message lists.",
    example: "metrics.roc_auc > 0.9",
  },
  EXPRESSION_TYPE: {
    category: "invalid",
    summary: "An expression combines values of types that do not go together.",
    cause:
      "Text where a number is needed, a comparison of text with a number or with null, or a rule that is no condition.",
    mend: "Compare values of one type; ask for missing values with `is_null(x)`.",
    example: "is_null(metrics.f1) or metrics.f1 < 0.75",
  },
  EXPRESSION_VALUE: {
    category: "invalid",
    summary: "A value given to an expression is not of the kind that it was declared to be.",
    cause: "Data of another shape than the rule was checked against.",
    mend: "Give a number, text, true, false or null under the name that the message shows.",
    example: '{"metrics": {"f1": 0.81}}',
  },
} as const satisfies CatalogueArea;
