import { catalogueSource as source, type FeatureDefinition, flag } from "./feature-definition.ts";
import type { Moment } from "./moment.ts";

/** How far the other features can be trusted. */
export const qualityFeatures: readonly FeatureDefinition[] = [
  {
    name: "feature_quality_score",
    unit: "1",
    range: [0.4, 1],
    description:
      "1 less .2 without humidity, .1 at exactly 0 °C (a common stuck value), .1 beyond ±40 °C, .1 over 30 m/s, .1 where the severity score is known and over .8.",
    source,
    needs: ["temperature", "wind"],
    compute: featureQuality,
  },
  {
    name: "observation_age_hours",
    unit: "h",
    range: [0, 168],
    description: "Age of the newest observation at t; null where the look-back window has none.",
    source,
    needs: [],
    compute: (m) => m.observationAge,
  },
  {
    name: "feature_confidence",
    unit: "1",
    range: [0, 1],
    description: "Feature quality × completeness of the newest observation × freshness.",
    source,
    needs: ["temperature", "wind"],
    compute: (m) => featureConfidence(featureQuality(m), readingCompleteness(m), m.observationAge),
  },
];

/**
 * Confidence in a set of features, 0–1: quality (0–1) × completeness (0–1) × freshness, which is 1 up to one hour of
 * age, .8 up to three, .6 up to six, .3 beyond.
 */
export function featureConfidence(quality: number, completeness: number, ageHours: number): number {
  if (Number.isNaN(ageHours)) return Number.NaN;
  const freshness = ageHours <= 1 ? 1 : ageHours <= 3 ? 0.8 : ageHours <= 6 ? 0.6 : 0.3;
  return quality * completeness * freshness;
}

function featureQuality(m: Moment): number {
  return (
    1 -
    0.2 * flag(Number.isNaN(m.humidity)) -
    0.1 * flag(m.temperature === 0) -
    0.1 * flag(Math.abs(m.temperature) > 40) -
    0.1 * flag(m.wind > 30) -
    0.1 * flag(m.severity > 0.8)
  );
}

/** Observed share of the six fields of `feature_completeness`. */
function readingCompleteness(m: Moment): number {
  const fields = [m.temperature, m.humidity, m.precipitation, m.wind, m.pressure, m.visibility];
  let present = 0;
  for (const value of fields) if (!Number.isNaN(value)) present++;
  return present / fields.length;
}
