import type { CatalogueArea } from "../catalogue-entry.ts";

export const tracking = {
  TRACKER_UNKNOWN: {
    category: "invalid",
    summary: "A tracker was named that does not exist.",
    cause: "A spelling mistake in tracking.trackers.",
    mend: "See the trackers there are with mlops list trackers.",
    example: "mlops list trackers",
  },
  TRACKER_OPTIONS_INVALID: {
    category: "invalid",
    summary: "A tracker refuses what it is opened with.",
    cause: "A value of the configuration that the tracker cannot use.",
    mend: "See where it comes from with mlops config show.",
    example: "mlops config show",
  },
  TRACKING_VALUE_INVALID: {
    category: "invalid",
    summary: "A value cannot be tracked.",
    cause:
      "A table with rows of different lengths, a histogram whose edges do not fit its counts, or a file that is no image.",
    mend: "Mend the value; the run itself is not touched by it.",
  },
} as const satisfies CatalogueArea;
