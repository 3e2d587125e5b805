import type { ClassLabel } from "@mlops/core";

import type { ColumnPlan } from "./column-plan.ts";
import type { NetworkShape } from "./network-shape.ts";

/** What a neural estimator learnt. Raised with a change that older versions cannot read; every earlier one is read. */
export interface NeuralState {
  readonly format: "mlops.neural/1";
  readonly shape: NetworkShape;
  readonly columns: ColumnPlan;
  readonly target: NeuralTarget;
  /** All parameters in one vector, in the order of the network. */
  readonly parameters: Float32Array;
  readonly training: TrainingRecord;
}

/** Values are learnt as (value − mean) / scale. */
export type NeuralTarget =
  | { readonly kind: "classes"; readonly classes: readonly ClassLabel[] }
  | { readonly kind: "values"; readonly mean: number; readonly scale: number };

export interface TrainingRecord {
  /** One entry per epoch, in order, pre-training first. */
  readonly curve: readonly CurvePoint[];
  /** The epoch whose parameters these are: the last one, or with early stopping the best. */
  readonly bestEpoch: number;
  readonly stoppedEarly: boolean;
}

export interface CurvePoint {
  readonly phase: "pre-training" | "training";
  /** From 1, within the phase. */
  readonly epoch: number;
  /** Mean over the epoch's steps, dropout included. */
  readonly trainLoss: number;
  /** Of the validation rows after the epoch, nothing dropped; null without such rows. */
  readonly validationLoss: number | null;
}
