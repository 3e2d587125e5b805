import type { PredictionModel } from "./predictions.ts";

/** A prediction as a run answers it; instants as UTC milliseconds. */
export interface PredictionView {
  readonly value: number | null;
  readonly label: string | null;
  readonly targetAt: number;
  readonly horizonHours: number;
  readonly errorBand: number | null;
  readonly confidence: number | null;
  readonly confidenceSource: string | null;
  readonly confidenceReason: string | null;
  readonly baselines: { readonly scorePersistence: number | null; readonly componentPersistence: number | null };
  readonly model: PredictionModel;
}
