import type { CurvePoint } from "../neural-state.ts";
import { freshVectors, type PhaseProgress } from "../training/train-phase.ts";

/** Where a fit is: what a checkpoint holds. Plain data. */
export interface FitProgress {
  /** Whole phases done. */
  readonly phase: number;
  readonly progress: PhaseProgress;
  readonly curve: readonly CurvePoint[];
  /** With early stopping: the best epoch so far. */
  readonly best: { readonly epoch: number; readonly loss: number; readonly parameters: Float32Array } | null;
  /** Epochs since the best one. */
  readonly stale: number;
  readonly stoppedEarly: boolean;
}

export function freshProgress(parameters: Float32Array): FitProgress {
  return {
    phase: 0,
    progress: { state: freshVectors(parameters), epoch: 0, step: 0, lossSum: 0, weightSum: 0 },
    curve: [],
    best: null,
    stale: 0,
    stoppedEarly: false,
  };
}
