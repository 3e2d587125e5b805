import { temporalFeatures, targetFeatures } from "./calendar-features.ts";
import { comfortFeatures } from "./comfort-features.ts";
import { conditionFeatures } from "./condition-features.ts";
import type { FeatureDefinition, FeatureDescription } from "./feature-definition.ts";
import { forecastFeatures } from "./forecast-features.ts";
import { interactionFeatures } from "./interaction-features.ts";
import { qualityFeatures } from "./quality-features.ts";
import { trendFeatures } from "./trend-features.ts";
import { windowFeatures } from "./window-features.ts";

/** Names the set of features, their order and their formulas; a change of any of them changes the number. */
export const FEATURE_SET_VERSION = "commute-weather/1";

/** All features in their fixed order: groups as listed here, features as listed in the group. */
export const featureDefinitions: readonly FeatureDefinition[] = [
  ...forecastFeatures,
  ...windowFeatures,
  ...comfortFeatures,
  ...temporalFeatures,
  ...conditionFeatures,
  ...interactionFeatures,
  ...trendFeatures,
  ...qualityFeatures,
  ...targetFeatures,
];

/** Names of the features in the order of every row and column set. */
export const featureNames: readonly string[] = featureDefinitions.map(({ name }) => name);

/** Name, unit, range, meaning and source of each feature, in the order of `featureNames`. */
export const featureCatalogue: readonly FeatureDescription[] = featureDefinitions.map(
  ({ name, unit, range, description, source }) => ({ name, unit, range, description, source }),
);
