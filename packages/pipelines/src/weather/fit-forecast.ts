import type { NumericFeature } from "@mlops/core";
import {
  errorBand,
  fitHourlyClimatology,
  type HourlyClimatology,
  temporalSplit,
  type TemporalSplit,
} from "@mlops/evaluation";
import {
  clipValues,
  fitEstimator,
  type FittedEstimator,
  predictEstimator,
  ridge,
  type RidgeState,
} from "@mlops/models";

import { sliceRows, type TrainingRows } from "./training-rows.ts";
import type { WeatherPlan } from "./weather-plan.ts";

/** How a model is trained, as the recipe says. */
export interface ForecastTraining {
  readonly fractions: { readonly train: number; readonly validation: number; readonly test: number };
  readonly alphas?: readonly number[];
  readonly cvSplits?: number;
}

/** Everything that was learned, plain JSON. */
export interface FittedForecast {
  readonly split: TemporalSplit;
  readonly model: FittedEstimator<RidgeState>;
  readonly climatology: HourlyClimatology;
  readonly band: { readonly halfWidth: number; readonly level: number; readonly n: number };
}

/** The comfort score's range: predictions are clipped to it. */
export const SCORE_RANGE = { minimum: 0, maximum: 100 } as const;
const BAND_LEVEL = 0.8;

/**
 * Learns on the first part (alpha by time-ordered cross-validation inside it), measures the error band on the second; the
 * last part is left for judging. The parts share no observation.
 *
 * @throws MlopsError EVALUATION_SPLIT_EMPTY, MODEL_FIT_INVALID
 */
export async function fitForecast(
  rows: TrainingRows,
  plan: WeatherPlan,
  training: ForecastTraining,
): Promise<FittedForecast> {
  const { horizonHours, lookbackHours } = plan;
  const split = temporalSplit(rows.at, { fractions: training.fractions, horizonHours, lookbackHours });
  const train = sliceRows(rows, split.train.from, split.train.to);
  const validation = sliceRows(rows, split.validation.from, split.validation.to);
  const model = await fitEstimator(
    ridge,
    { features: featuresOf(train), target: { kind: "values", values: train.target } },
    {
      gap: horizonHours + lookbackHours,
      ...(training.alphas && { alphas: training.alphas }),
      ...(training.cvSplits !== undefined && { cv_splits: training.cvSplits }),
    },
  );
  const predicted = await predictRows(model, validation);
  const residuals = validation.target.map((truth, row) => truth - (predicted[row] ?? NaN));
  const { halfWidth, level, n } = errorBand(residuals, BAND_LEVEL);
  return {
    split,
    model,
    climatology: fitHourlyClimatology(train.targetHour, train.target),
    // A validation part too short for the level has no finite band: the whole range of the score is one that holds.
    band: { halfWidth: halfWidth ?? SCORE_RANGE.maximum, level, n },
  };
}

/** Comfort scores, one per row, within their range. */
export async function predictRows(model: FittedEstimator<RidgeState>, rows: FeatureColumns): Promise<Float64Array> {
  const prediction = await predictEstimator(ridge, model, featuresOf(rows));
  if (prediction.kind !== "values") throw new TypeError("ridge regression predicts values");
  return clipValues(prediction.values, SCORE_RANGE);
}

type FeatureColumns = Pick<TrainingRows, "names" | "columns">;

function featuresOf({ names, columns }: FeatureColumns): NumericFeature[] {
  return names.map((name, index) => ({ kind: "numeric", name, values: columns[index] ?? new Float64Array() }));
}
