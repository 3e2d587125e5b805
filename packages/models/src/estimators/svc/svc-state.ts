import type { ClassLabel } from "@mlops/core";

import type { Sigmoid } from "../../support-vectors/fit-sigmoid.ts";
import type { KernelScores } from "../../support-vectors/kernel-scores.ts";

/** One score for each pair of classes, in the order (0, 1), (0, 2), …, (1, 2), …: above 0 it is the pair's first. */
export interface SvcState extends KernelScores {
  readonly classes: readonly ClassLabel[];
  /** One per pair; null where probabilities are not calibrated. */
  readonly sigmoids: readonly Sigmoid[] | null;
  readonly iterations: number;
}

export interface ClassPair {
  readonly first: number;
  readonly second: number;
}

export function classPairs(count: number): ClassPair[] {
  return Array.from({ length: count }, (_, first) =>
    Array.from({ length: count - first - 1 }, (__, index) => ({ first, second: first + 1 + index })),
  ).flat();
}
