import type { Tracker } from "./tracker.ts";

export interface TrackerEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<{ readonly default: Tracker }>;
}

/** The trackers of this package by the names of their files. */
export const TRACKER_CATALOGUE: readonly TrackerEntry[] = [
  {
    name: "console",
    summary: "Metrics and alerts as lines on stderr.",
    load: () => import("./drivers/console.ts"),
  },
  {
    name: "jsonl",
    summary: "One JSON line for each entry, in a file of the run.",
    load: () => import("./drivers/jsonl.ts"),
  },
  {
    name: "wandb",
    summary: "Weights & Biases: a run folder that `wandb sync` uploads, and uploads of its own.",
    load: () => import("./drivers/wandb.ts"),
  },
];
