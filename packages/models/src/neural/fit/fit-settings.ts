import type { ClassWeights } from "../../estimator/class-weights.ts";
import type { OptimiserSettings } from "../training/adam.ts";
import type { LearningRateSchedule } from "../training/learning-rate.ts";

/** How a network is trained, whatever the network. */
export interface FitSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimiser: OptimiserSettings;
  readonly schedule: LearningRateSchedule;
  readonly classWeight: ClassWeights;
  readonly masks: "fresh" | "pool";
  /** Null: all epochs, the last parameters. */
  readonly earlyStopping: {
    /** Epochs without a better validation loss after which training stops. */
    readonly patience: number;
    /** Share of the training rows that is set aside where no validation part is given. */
    readonly validationFraction: number;
    /** What counts as better. */
    readonly tolerance: number;
  } | null;
  readonly pretraining: {
    readonly epochs: number;
    readonly rate: number;
    readonly temperature: number;
    /** Probability with which a cell of a view is masked. */
    readonly maskRate: number;
  } | null;
}
