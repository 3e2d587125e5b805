import { comfortLabel } from "@mlops/preprocessing";

import type { EngineeredFeatures } from "./engineer-features.ts";
import type { ForecastAttributes } from "./forecast-attributes.ts";
import type { PredictionModel } from "./predictions.ts";

/** Turns the features of one instant into a comfort score at the target instant. */
export interface Forecaster extends AsyncDisposable {
  readonly model: PredictionModel;
  /** Null where nothing was measured: baselines without a model. */
  readonly attributes: ForecastAttributes | null;
  /** What is less than it should be, such as `no-trained-model`. */
  readonly reasons: readonly string[];
  /** Score points, 0–100; null where a needed feature is not known. */
  predict(features: EngineeredFeatures, signal?: AbortSignal): Promise<number | null>;
}

export interface Forecast {
  readonly value: number | null;
  readonly label: string | null;
  readonly reasons: readonly string[];
}

/** A prediction needs the newest hours: without the score now, nothing is predicted. */
export async function forecast(
  forecaster: Forecaster,
  features: EngineeredFeatures,
  signal?: AbortSignal,
): Promise<Forecast> {
  const value = await forecaster.predict(features, signal);
  const reasons = value === null ? [...forecaster.reasons, "prediction-impossible"] : forecaster.reasons;
  return { value, label: value === null ? null : comfortLabel(value), reasons };
}

/** Without a trained model: the comfort score now, unchanged until the target instant. */
export function persistenceForecaster(reason: string): Forecaster {
  return {
    model: { kind: "persistence", name: "score-persistence", version: null, uri: null },
    attributes: null,
    reasons: [reason],
    predict: async ({ values }) => values["score_now"] ?? null,
    async [Symbol.asyncDispose]() {},
  };
}
