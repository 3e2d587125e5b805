import type { TrackedPlot, TrackedValue, WeatherObservation } from "@mlops/core";

import type { QualityAssessment } from "../weather/assess-quality.ts";
import type { EngineeredFeatures, FeatureValidation } from "../weather/engineer-features.ts";
import type { PredictionView } from "../weather/prediction-view.ts";
import type { RecentOutcome } from "../weather/recent-outcomes.ts";

/** One row of a tracked run: the documented names, under the documented step. */
export interface TrackedRow {
  readonly step: number;
  readonly metrics: Readonly<Record<string, TrackedValue>>;
}

export interface CollectedCounts {
  readonly received: number;
  readonly added: number;
  readonly missingCount: number;
  readonly rejectedCount: number;
  readonly elapsedMs: number;
}

/** Fields of an observation that are numbers, by their documented names. */
const weatherFields = {
  temperature: "temperature",
  dew_point: "dewPoint",
  relative_humidity: "relativeHumidity",
  wind_speed: "windSpeed",
  wind_direction: "windDirection",
  wind_gust: "windGust",
  precipitation: "precipitation",
  precipitation_type: "precipitationType",
  pressure: "pressure",
  visibility: "visibility",
  cloud_cover: "cloudCover",
  solar_radiation: "solarRadiation",
  ground_temperature: "groundTemperature",
  condition_code: "conditionCode",
} as const satisfies Readonly<Record<string, keyof WeatherObservation>>;

/** Step 1: what was collected, and how good it is. Fields that were not observed are left out. */
export function collectionRow(
  observation: WeatherObservation | undefined,
  quality: QualityAssessment,
  collected: CollectedCounts,
): TrackedRow {
  const weather = Object.entries(weatherFields).flatMap(([name, field]) => {
    const value = observation?.[field] ?? null;
    return value === null ? [] : [[`weather/${name}`, value] as const];
  });
  return {
    step: 1,
    metrics: {
      ...Object.fromEntries(weather),
      "weather/data_quality": quality.latest?.score ?? null,
      "weather/feature_completeness": quality.latest?.featureCompleteness ?? null,
      "pipeline_data_collection/success": observation !== undefined,
      "pipeline_data_collection/execution_time_seconds": collected.elapsedMs / 1000,
      "pipeline_data_collection/observations_received": collected.received,
      "pipeline_data_collection/observations_added": collected.added,
      "pipeline_data_collection/observations_missing": collected.missingCount,
      "pipeline_data_collection/observations_rejected": collected.rejectedCount,
    },
  };
}

/** Step 2. */
export function engineeringRow({ count, quality, confidence }: EngineeredFeatures): TrackedRow {
  return {
    step: 2,
    metrics: { engineered_feature_count: count, feature_quality: quality, engineering_confidence: confidence },
  };
}

/** Step 3. */
export function validationRow({ count, quality }: EngineeredFeatures, { passed }: FeatureValidation): TrackedRow {
  return {
    step: 3,
    metrics: { feature_validation_passed: passed, final_feature_count: count, final_quality_score: quality },
  };
}

/** Step 4: the prediction, and the recent ones beside what came true. */
export function predictionRow(
  { value, confidence, model }: PredictionView,
  recent: readonly RecentOutcome[],
): TrackedRow {
  const predicted = recent.map((outcome) => outcome.predicted);
  return {
    step: 4,
    metrics: {
      prediction_value: value,
      inference_confidence: confidence,
      model_used: model.uri ?? model.name,
      prediction_successful: value !== null,
      ...(predicted.length > 0 && { predictions_histogram: scoreHistogram(predicted) }),
      ...(recent.some(({ actual }) => actual !== null) && { predictions_vs_actuals: againstActuals(recent) }),
    },
  };
}

const SCORE_BINS = 20;

/** Scores lie between 0 and 100: equal bins of 5 points, the last with its upper edge. */
function scoreHistogram(scores: readonly number[]): TrackedValue {
  const counts = Array.from({ length: SCORE_BINS }, () => 0);
  for (const score of scores) {
    const bin = Math.min(SCORE_BINS - 1, Math.max(0, Math.floor((score / 100) * SCORE_BINS)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { kind: "histogram", counts, edges: Array.from({ length: SCORE_BINS + 1 }, (_, bin) => bin * 5) };
}

function againstActuals(recent: readonly RecentOutcome[]): TrackedPlot {
  const known = recent.filter(({ actual }) => actual !== null);
  return {
    kind: "plot",
    shape: "scatter",
    title: "Predictions and what came true",
    x: "actual",
    y: "predicted",
    table: {
      kind: "table",
      columns: ["actual", "predicted"],
      rows: known.map(({ actual, predicted }) => [actual, predicted]),
      rowLevel: true,
    },
  };
}
