import type { CatalogueArea } from "../catalogue-entry.ts";

export const reporting = {
  REPORT_DATA_INVALID: {
    category: "failed",
    summary: "A chart or report was given data that do not fit together.",
    cause: "Series of different lengths, a matrix that is not square, or bins out of order.",
    mend: "Pass series of one length that come from the same rows; the message names the one that differs.",
  },
  REPORT_TOO_LARGE: {
    category: "failed",
    summary: "A report would exceed its limit of size even with charts left out and tables cut.",
    cause: "Thousands of sections, or very long texts outside tables.",
    mend: "Split the report, or pass fewer sections; the message says how large it would be.",
  },
  REPORT_NOT_FOUND: {
    category: "invalid",
    summary: "The run has no report.",
    cause: "Only training runs that registered a model have one; an older version of mlops made none.",
    mend: "Name a training run that succeeded, or train again.",
    example: "mlops runs list --kind train --status succeeded",
  },
} as const satisfies CatalogueArea;
