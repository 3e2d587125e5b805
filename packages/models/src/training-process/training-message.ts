import type { RandomKey, TrainingData } from "@mlops/core";

import type { FittedEstimator } from "../estimator/fitted-estimator.ts";

/** What a training process is asked to do; travels in a block file. */
export interface TrainingTask {
  readonly estimator: string;
  readonly training: TrainingData;
  readonly options: unknown;
  readonly randomKey: RandomKey;
  readonly threads: number;
  readonly initial?: FittedEstimator;
  readonly checkpoint?: CheckpointPlace;
}

/** A file that a fit leaves its progress in, and goes on from. */
export interface CheckpointPlace {
  /** Absolute; its folder exists. */
  readonly path: string;
  /** Least time between two of them. */
  readonly intervalMs: number;
}

/** What it says while it works, one JSON line each. */
export type TrainingMessage =
  | { readonly kind: "progress"; readonly done: number; readonly total: number; readonly note?: string }
  | { readonly kind: "metrics"; readonly step: number; readonly values: Readonly<Record<string, number>> }
  | { readonly kind: "log"; readonly level: "info" | "warn"; readonly message: string }
  | { readonly kind: "memory"; readonly bytes: number; readonly limit: number }
  | { readonly kind: "failure"; readonly failure: TrainingFailure }
  | { readonly kind: "done"; readonly peakMemoryBytes: number };

export interface TrainingFailure {
  /** A code of the catalogue; null where something else was thrown. */
  readonly code: string | null;
  readonly message: string;
  readonly hint?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly stack?: string;
}

/** File descriptors of the child, after the three usual ones. */
export const channels = { control: 3, messages: 4, task: 5, result: 6 } as const;

/** What the parent writes to the control channel; its end means that the parent is gone. */
export const CANCEL = "cancel\n";
