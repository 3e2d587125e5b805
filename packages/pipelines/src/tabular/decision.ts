import type { ClassLabel, Prediction } from "@mlops/core";
import {
  applyCalibration,
  applyThreshold,
  type Calibration,
  type DecisionThreshold,
  fitCalibration,
  type JudgedRows,
  positiveCode,
  tuneThreshold,
} from "@mlops/evaluation";

import type { DecisionPlan } from "./table-plan.ts";

/** What becomes of the probabilities of a classifier: calibrated, and the label that follows from them. Plain JSON. */
export interface TableDecision {
  readonly calibration?: Calibration;
  readonly threshold?: ChosenThreshold;
}

export interface ChosenThreshold {
  /** The positive class is predicted where its probability is at least this. */
  readonly value: number;
  readonly positiveClass: ClassLabel;
  /** How it was found on the validation part; absent where the recipe gives the value. */
  readonly tuning?: DecisionThreshold;
}

/** Rows with their classes and what the estimator itself says of them. */
export interface DecisionRows {
  readonly calibration: () => Promise<JudgedRows>;
  readonly validation: () => Promise<JudgedRows>;
}

/**
 * Fits the calibration on its part, then tunes the threshold of the calibrated probabilities on the validation part.
 * Neither part was learnt from before.
 *
 * @throws MlopsError EVALUATION_CALIBRATION_IMPOSSIBLE, EVALUATION_INPUT_INVALID, EVALUATION_CLASSES_INVALID for a
 *   threshold of more than two classes
 */
export async function fitDecision(
  rows: DecisionRows,
  plan: DecisionPlan,
  classes: readonly ClassLabel[],
  positiveClass?: ClassLabel,
): Promise<TableDecision> {
  const calibration = plan.calibration && fitCalibration(await rows.calibration(), plan.calibration);
  const decision: TableDecision = calibration ? { calibration } : {};
  const { threshold } = plan;
  if (!threshold) return decision;
  const positive = classes[positiveCode(classes, positiveClass)] ?? "";
  if (threshold.kind === "fixed") {
    return { ...decision, threshold: { value: threshold.value, positiveClass: positive } };
  }
  const validation = await rows.validation();
  const probabilities = calibrated(decision, validation.probabilities ?? []);
  const tuning = tuneThreshold({ ...validation, probabilities }, threshold.objective, positive);
  return { ...decision, threshold: { value: tuning.threshold, positiveClass: positive, tuning } };
}

/** The prediction that is given out: probabilities calibrated, values as they are. */
export function decided({ calibration }: TableDecision, prediction: Prediction): Prediction {
  if (prediction.kind === "values" || !calibration) return prediction;
  return { ...prediction, probabilities: applyCalibration(calibration, prediction.probabilities) };
}

/** Classes by the threshold; undefined where the likeliest is predicted. */
export function decidedCodes(
  { threshold }: TableDecision,
  classes: readonly ClassLabel[],
  probabilities: readonly Float64Array[],
): Int32Array | undefined {
  if (!threshold) return undefined;
  const { value, positiveClass } = threshold;
  return applyThreshold({ threshold: value, positiveClass }, classes, probabilities);
}

function calibrated({ calibration }: TableDecision, probabilities: readonly Float64Array[]): readonly Float64Array[] {
  return calibration ? applyCalibration(calibration, probabilities) : probabilities;
}
