import { formatInstant, HOUR, type Instant, type WeatherObservation } from "@mlops/core";

import { type WeatherConditions, weatherConditions } from "./weather-conditions.ts";

/** The eight fields whose presence the quality score counts. */
export const coreFields = [
  "temperature",
  "relativeHumidity",
  "precipitation",
  "windSpeed",
  "pressure",
  "visibility",
  "windDirection",
  "cloudCover",
] as const satisfies readonly (keyof WeatherObservation)[];

/** The six fields that the features are made of. */
export const featureFields = [
  "temperature",
  "relativeHumidity",
  "precipitation",
  "windSpeed",
  "pressure",
  "visibility",
] as const satisfies readonly (typeof coreFields)[number][];

const ranges = { temperature: [-50, 60], relativeHumidity: [0, 100], windSpeed: [0, 100] } as const;
const OUT_OF_RANGE_FACTOR = 0.8;
const STALE_AFTER_HOURS = 2;
const STALE_FACTOR = 0.9;

export interface DataQualityIssue {
  /** Kebab-case: `field-missing`, `out-of-range`, `stale`, `hot-and-humid`, `dry-rain`. */
  readonly code: "field-missing" | "out-of-range" | "stale" | "hot-and-humid" | "dry-rain";
  readonly field: string;
  readonly message: string;
}

/** What the score is made of: 100 × coverage × ranges × age. */
export interface DataQualityParts {
  readonly presentFields: number;
  readonly coreFields: number;
  /** 1, .8 (under 90 % of the core fields present), .6 (under 70 %) or .3 (under 50 %). */
  readonly coverageFactor: number;
  /** .8 for each of temperature, humidity and wind speed outside its range. */
  readonly rangeFactor: number;
  /** .9 for an observation older than 2 hours. */
  readonly ageFactor: number;
  readonly ageHours: number;
  /** .9 over 35 °C with more than 90 % humidity; .8 for precipitation under 50 % humidity. */
  readonly consistencyFactor: number;
}

export interface DataQualityReport {
  /** 0–100 */
  readonly score: number;
  readonly parts: DataQualityParts;
  /** Percent of the six feature fields that are present. */
  readonly featureCompleteness: number;
  /** 0–100: the score × the consistency factor. */
  readonly reliability: number;
  readonly conditions: WeatherConditions;
  /** How many conditions hold, 0–4; null where one is not known. */
  readonly severityLevel: number | null;
  readonly issues: readonly DataQualityIssue[];
}

/** Judges one observation as of `now`. */
export function dataQuality(observation: WeatherObservation, now: Instant): DataQualityReport {
  const issues: DataQualityIssue[] = [];
  const { presentFields, coverageFactor } = judgeCoverage(observation, issues);
  const rangeFactor = judgeRanges(observation, issues);
  const ageHours = (now - observation.observedAt) / HOUR;
  const ageFactor = judgeAge(observation, ageHours, issues);
  const consistencyFactor = judgeConsistency(observation, issues);
  const score = 100 * coverageFactor * rangeFactor * ageFactor;
  const presentFeatures = featureFields.filter((field) => isPresent(observation[field])).length;
  const conditions = weatherConditions(observation);
  const flags = Object.values(conditions);
  return {
    score,
    parts: {
      presentFields,
      coreFields: coreFields.length,
      coverageFactor,
      rangeFactor,
      ageFactor,
      ageHours,
      consistencyFactor,
    },
    featureCompleteness: (100 * presentFeatures) / featureFields.length,
    reliability: score * consistencyFactor,
    conditions,
    severityLevel: flags.includes(null) ? null : flags.filter((flag) => flag === true).length,
    issues,
  };
}

function isPresent(value: number | null): value is number {
  return value !== null && !Number.isNaN(value);
}

function judgeCoverage(
  observation: WeatherObservation,
  issues: DataQualityIssue[],
): { presentFields: number; coverageFactor: number } {
  let presentFields = 0;
  for (const field of coreFields) {
    if (isPresent(observation[field])) presentFields++;
    else issues.push({ code: "field-missing", field, message: `${field} was not observed.` });
  }
  const share = presentFields / coreFields.length;
  const coverageFactor = share < 0.5 ? 0.3 : share < 0.7 ? 0.6 : share < 0.9 ? 0.8 : 1;
  return { presentFields, coverageFactor };
}

function judgeRanges(observation: WeatherObservation, issues: DataQualityIssue[]): number {
  let factor = 1;
  for (const field of ["temperature", "relativeHumidity", "windSpeed"] as const) {
    const value = observation[field];
    const [low, high] = ranges[field];
    if (!isPresent(value) || (value >= low && value <= high)) continue;
    factor *= OUT_OF_RANGE_FACTOR;
    issues.push({ code: "out-of-range", field, message: `${field} ${value} lies outside ${low} to ${high}.` });
  }
  return factor;
}

function judgeAge(observation: WeatherObservation, ageHours: number, issues: DataQualityIssue[]): number {
  if (ageHours <= STALE_AFTER_HOURS) return 1;
  const observedAt = formatInstant(observation.observedAt);
  const message = `The observation of ${observedAt} is ${ageHours.toFixed(1)} h old.`;
  issues.push({ code: "stale", field: "observedAt", message });
  return STALE_FACTOR;
}

function judgeConsistency(observation: WeatherObservation, issues: DataQualityIssue[]): number {
  const { temperature, relativeHumidity, precipitation } = observation;
  let factor = 1;
  if (!isPresent(relativeHumidity)) return factor;
  if (isPresent(temperature) && temperature > 35 && relativeHumidity > 90) {
    factor *= 0.9;
    const message = `${temperature} °C with ${relativeHumidity} % humidity is hardly possible.`;
    issues.push({ code: "hot-and-humid", field: "relativeHumidity", message });
  }
  if (isPresent(precipitation) && precipitation > 0 && relativeHumidity < 50) {
    factor *= 0.8;
    const message = `${precipitation} mm fell at ${relativeHumidity} % humidity.`;
    issues.push({ code: "dry-rain", field: "precipitation", message });
  }
  return factor;
}
