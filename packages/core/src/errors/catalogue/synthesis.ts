import type { CatalogueArea } from "../catalogue-entry.ts";

export const synthesis = {
  SYNTHESIZER_UNKNOWN: {
    category: "usage",
    summary: "A synthesizer that was named does not exist.",
    cause: "A misspelt name behind --synthesizer.",
    mend: "Use one of the names that the message lists, or give a fitted model with --model.",
    example: "mlops synthesizer fit --data data/customers.csv",
  },
  SYNTHESIZER_MODEL_INVALID: {
    category: "invalid",
    summary: "A distribution model cannot be used.",
    cause: "A file that is no distribution model, was changed after it was written, or comes from a newer version.",
    mend: "Fit the model again.",
    example: "mlops synthesizer fit --data data/customers.csv",
  },
  SYNTHESIS_METADATA_INVALID: {
    category: "invalid",
    summary: "Metadata of a table says what cannot be.",
    cause:
      "A misspelt key, column, type or distribution, a range that ends before it begins, or a malformed constraint.",
    mend: "Mend the metadata where the message points.",
    example: "columns:\n  age: {type: integer, min: 18, distribution: gamma}\nconstraints:\n  - rule: low <= high",
  },
  SYNTHESIS_DATA_INVALID: {
    category: "invalid",
    summary: "A distribution model cannot be learnt from a table, or a table cannot be compared.",
    cause:
      "Too few rows, an infinite number, numbers and texts in one column, dates in several formats, or a value outside what the metadata allows.",
    mend: "Mend the cell that the message names, or say in the metadata what the column is.",
    example: "columns:\n  postcode: {type: category}",
  },
  SYNTHESIS_CONSTRAINT_VIOLATED: {
    category: "invalid",
    summary: "A constraint does not hold in the data that a model is to be learnt from.",
    cause: "A rule that is wrong, or rows that are.",
    mend: "Mend the rows that the message names, or the rule.",
  },
  SYNTHESIS_CONSTRAINT_UNMET: {
    category: "failed",
    summary: "No rows could be drawn that meet the constraints.",
    cause: "Rules that contradict each other, or that hold for very few of the rows that the model draws.",
    mend: "Relax the rule that the message names.",
  },
  SYNTHESIS_CONDITION_INVALID: {
    category: "usage",
    summary: "A condition on synthetic rows cannot be read.",
    cause: "A column that the model does not have, or a value that is not of the column's type.",
    mend: "Write COLUMN=VALUE with a column and a value of the model.",
    example: "mlops generate --condition status=default --num-rows 500",
  },
  SYNTHESIS_CONDITION_UNMET: {
    category: "invalid",
    summary: "No synthetic row can meet the conditions.",
    cause:
      "A category that the data never had, a number outside the column's range, or conditions that exclude each other.",
    mend: "Use values that occur in the data; fewer conditions at once are met more easily.",
    example: "mlops generate --condition status=default --num-rows 500",
  },
  SYNTHESIS_EXHAUSTED: {
    category: "invalid",
    summary: "A column whose values must differ has fewer values than rows are wanted.",
    cause: "An identifier's pattern or a unique column that is too narrow for the number of rows.",
    mend: "Draw fewer rows, or widen the column's pattern in the metadata.",
    example: 'columns:\n  customer_id: {type: id, pattern: "C00000000"}',
  },
} as const satisfies CatalogueArea;
