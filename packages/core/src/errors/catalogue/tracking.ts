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
  TRACKING_NAME_INVALID: {
    category: "invalid",
    summary: "A project or entity cannot have this name.",
    cause: "Spaces, slashes or other characters in --wandb-project, --wandb-entity or their environment variables.",
    mend: "Use letters, digits, '_', '.' and '-', at most 128 of them.",
    example: "mlops realtime --use-wandb --wandb-project commute-weather-mlops",
  },
  TRACKING_KEY_INVALID: {
    category: "invalid",
    summary: "A W&B key cannot be right.",
    cause: "A key that was copied in part, or something else in WANDB_API_KEY.",
    mend: "Copy the whole key from https://wandb.ai/authorize and store it again.",
    example: "mlops login --relogin",
  },
  TRACKING_URL_INVALID: {
    category: "invalid",
    summary: "The address of the tracking server is none.",
    cause: "A misspelt WANDB_BASE_URL.",
    mend: "Write it with its scheme, like https://api.wandb.ai.",
  },
  TRACKING_RUN_EXISTS: {
    category: "conflict",
    summary: "A run with this id was tracked before.",
    cause: "An id that was given twice; the earlier run's log is not overwritten.",
    mend: "Give the run another id, or move the earlier run's folder away.",
  },
  TRACKING_KEY_MISSING: {
    category: "invalid",
    summary: "There is no W&B key.",
    cause: "Neither WANDB_API_KEY nor an entry in netrc for the server.",
    mend: "Store one with mlops login, or set WANDB_API_KEY.",
    example: "mlops login",
  },
} as const satisfies CatalogueArea;
