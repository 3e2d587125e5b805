import { HOUR, type Instant } from "@mlops/core";

import type { Collection } from "./collect-observations.ts";
import type { EngineeredFeatures } from "./engineer-features.ts";
import { forecast, type Forecaster } from "./forecaster.ts";
import type { PredictionView } from "./prediction-view.ts";
import { type PredictionDocument, storePrediction } from "./predictions.ts";
import { type Confidence, recentConfidence } from "./recent-confidence.ts";
import type { WeatherPlan } from "./weather-plan.ts";
import type { WeatherPorts } from "./weather-ports.ts";

export interface PredictionRequest {
  readonly plan: WeatherPlan;
  readonly hour: Instant;
  readonly features: EngineeredFeatures;
  readonly collection: Collection;
  readonly runId: string;
  readonly at: Instant;
  readonly role: "primary" | "shadow";
  /** Reasons of the steps before. */
  readonly reasons: readonly string[];
  readonly signal: AbortSignal;
}

export interface StoredPrediction {
  readonly view: PredictionView;
  readonly reasons: readonly string[];
}

/** Predicts, measures the confidence and stores both, once for each run and role. */
export async function predictAndStore(
  ports: WeatherPorts,
  forecaster: Forecaster,
  request: PredictionRequest,
): Promise<StoredPrediction> {
  const { plan, hour, features, collection, runId, at, role, signal } = request;
  const { value, label, reasons: forecastReasons } = await forecast(forecaster, features, signal);
  const reasons = [...new Set([...request.reasons, ...forecastReasons])];
  const confidence = await confidenceOf(ports, forecaster, request);
  const stored = await storePrediction(ports.store, {
    runId,
    recipe: plan.recipe,
    station: plan.station.id,
    at,
    recordedAt: ports.clock.wall(),
    observedAt: hour,
    targetAt: hour + plan.horizonHours * HOUR,
    horizonHours: plan.horizonHours,
    lookbackHours: plan.lookbackHours,
    role,
    model: forecaster.model,
    value,
    label,
    errorBand: forecaster.attributes?.errorBand ?? null,
    confidence: confidence.value,
    confidenceSource: confidence.source,
    baselines: {
      scorePersistence: features.values["score_now"] ?? null,
      componentPersistence: features.values["component_persistence"] ?? null,
    },
    source: collection.source,
    synthetic: collection.synthetic,
    reasons,
  });
  return { view: viewOf(stored, confidence.reason), reasons: stored.reasons };
}

async function confidenceOf(
  ports: WeatherPorts,
  { attributes, model }: Forecaster,
  { plan, collection, at }: PredictionRequest,
): Promise<Confidence> {
  if (!attributes || model.uri === null) {
    return { value: null, source: null, count: 0, reason: "no-measured-error-band" };
  }
  return recentConfidence(ports, {
    station: plan.station.id,
    uri: model.uri,
    observationSource: collection.source,
    errorBand: attributes.errorBand,
    validation: attributes.validation,
    now: at,
  });
}

function viewOf(prediction: PredictionDocument, confidenceReason: string | null): PredictionView {
  const { value, label, targetAt, horizonHours, errorBand, confidence, confidenceSource, baselines, model } =
    prediction;
  return {
    value,
    label,
    targetAt,
    horizonHours,
    errorBand,
    confidence,
    confidenceSource,
    confidenceReason,
    baselines,
    model,
  };
}
