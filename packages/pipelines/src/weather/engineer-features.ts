import { type Instant, MlopsError, type WeatherObservation } from "@mlops/core";
import { computeFeatures, FEATURE_SET_VERSION, featureCatalogue } from "@mlops/preprocessing";

import type { WeatherPlan } from "./weather-plan.ts";

/** The features of one instant and what is known about their worth. */
export interface EngineeredFeatures {
  readonly featureSet: string;
  /** By name, in the order of the feature catalogue; null where an input was not observed. */
  readonly values: Readonly<Record<string, number | null>>;
  /** How many are known. */
  readonly count: number;
  /** 0–1: `feature_quality_score`; null where it is not known. */
  readonly quality: number | null;
  /** 0–1: quality × completeness × freshness; null where it is not known. */
  readonly confidence: number | null;
}

/**
 * Names of the features that enter the model, in the order of the catalogue.
 *
 * @throws MlopsError MODEL_NOT_FOR_THIS_FORECAST for another feature set than this version's, or a name that it does not have
 */
export function modelFeatureNames({ features }: Pick<WeatherPlan, "features">): readonly string[] {
  if (features.set !== FEATURE_SET_VERSION) {
    throw new MlopsError(
      "MODEL_NOT_FOR_THIS_FORECAST",
      `There is no feature set "${features.set}"; this version computes ${FEATURE_SET_VERSION}.`,
    );
  }
  const names = featureCatalogue.map(({ name }) => name);
  const unknown = [...(features.include ?? []), ...features.exclude].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new MlopsError(
      "MODEL_NOT_FOR_THIS_FORECAST",
      `The feature set ${FEATURE_SET_VERSION} has no feature "${unknown}".`,
      {
        hint: "`mlops list features` names all of them.",
      },
    );
  }
  const included = new Set(features.include ?? names);
  const excluded = new Set(features.exclude);
  return names.filter((name) => included.has(name) && !excluded.has(name));
}

export function engineerFeatures(
  observations: readonly WeatherObservation[],
  at: Instant,
  plan: WeatherPlan,
): EngineeredFeatures {
  const { station, lookbackHours, horizonHours } = plan;
  const values = computeFeatures({ observations, at, station, lookbackHours, horizonHours });
  return {
    featureSet: FEATURE_SET_VERSION,
    values,
    count: Object.values(values).filter((value) => value !== null).length,
    quality: values["feature_quality_score"] ?? null,
    confidence: values["feature_confidence"] ?? null,
  };
}

export interface FeatureFinding {
  readonly feature: string;
  readonly value: number;
  readonly message: string;
}

export interface FeatureValidation {
  readonly passed: boolean;
  readonly checked: number;
  readonly findings: readonly FeatureFinding[];
}

/** Checks each known feature against its range in the catalogue. A value outside is a fault of the data or of a formula. */
export function validateFeatures(values: Readonly<Record<string, number | null>>): FeatureValidation {
  const findings: FeatureFinding[] = [];
  let checked = 0;
  for (const { name, range, unit } of featureCatalogue) {
    const value = values[name];
    if (value === null || value === undefined) continue;
    checked++;
    const [low, high] = range;
    if ((low !== null && value < low) || (high !== null && value > high) || !Number.isFinite(value)) {
      findings.push({
        feature: name,
        value,
        message: `${name} is ${value} ${unit}, outside ${low ?? "−∞"} to ${high ?? "∞"}.`,
      });
    }
  }
  return { passed: findings.length === 0, checked, findings };
}
