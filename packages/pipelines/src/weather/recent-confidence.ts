import { HOUR, type Instant } from "@mlops/core";
import { hitRate } from "@mlops/evaluation";
import { comfortScore } from "@mlops/preprocessing";

import { observationArchive } from "./observation-archive.ts";
import { findPredictions } from "./predictions.ts";
import type { WeatherPorts } from "./weather-ports.ts";

/** Fewer truths than this say nothing about a hit rate. */
export const FEWEST_TRUTHS = 20;
/** How far back truths count as recent: a week. */
const RECENT_HOURS = 168;

export interface Confidence {
  /** Share of predictions whose error lay inside the error band, 0–1; null with a reason. */
  readonly value: number | null;
  /** `recent-truth`: measured on stored predictions; `validation`: on data that the model did not learn from. */
  readonly source: "recent-truth" | "validation" | null;
  /** Predictions or validation rows behind the value. */
  readonly count: number;
  readonly reason: string | null;
}

export interface ConfidenceRequest {
  readonly station: string;
  readonly uri: string;
  readonly observationSource: string;
  /** Half-width in score points. */
  readonly errorBand: number;
  readonly validation: { readonly hitRate: number | null; readonly count: number };
  readonly now: Instant;
}

/**
 * The measured hit rate of the model's error band: on the stored predictions of the last week whose truth is known, from
 * 20 truths on; before that the rate on the validation part, and it says so.
 */
export async function recentConfidence(ports: WeatherPorts, request: ConfidenceRequest): Promise<Confidence> {
  const { station, uri, now, errorBand, validation } = request;
  const predictions = await findPredictions(ports.store, { station, uri, from: now - RECENT_HOURS * HOUR, until: now });
  const observations = await observationArchive(ports.store).find({
    station,
    source: request.observationSource,
    from: now - 2 * RECENT_HOURS * HOUR,
    to: now + 1,
    knownAt: now,
  });
  const residuals = predictions.flatMap(({ value, synthetic, targetAt, lookbackHours }) => {
    const truth = comfortScore(observations, targetAt, lookbackHours).value;
    return value === null || synthetic || truth === null ? [] : [truth - value];
  });
  const measured = hitRate({ halfWidth: errorBand }, residuals, FEWEST_TRUTHS);
  if (measured.confidence !== null) {
    return { value: measured.confidence, source: "recent-truth", count: measured.n, reason: null };
  }
  const { hitRate: value, count } = validation;
  if (value === null) return { value, source: null, count: measured.n, reason: "too-few-truths" };
  return { value, source: "validation", count, reason: null };
}
