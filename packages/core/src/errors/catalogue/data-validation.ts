import type { CatalogueArea } from "../catalogue-entry.ts";

export const dataValidation = {
  EXPECTATIONS_INVALID: {
    category: "invalid",
    summary: "An expectation suite has several problems.",
    cause: "Checks, options or values that do not exist, a malformed pattern, or a suite without any check.",
    mend: "Mend each place that the message lists; `mlops list expectations` shows the checks.",
    example: "mlops validate-data --data loans.csv --suggest",
  },
  EXPECTATION_NOT_APPLICABLE: {
    category: "invalid",
    summary: "A check needs another kind of column.",
    cause: "The order or the age of texts, whose meaning the suite does not say.",
    mend: "Declare the column's `type` in the suite.",
    example: "columns:\n  observed_at: { type: instant, monotone: increasing }",
  },
} as const satisfies CatalogueArea;
