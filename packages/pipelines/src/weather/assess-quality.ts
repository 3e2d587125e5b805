import type { Instant, WeatherObservation } from "@mlops/core";
import {
  type DataQualityReport,
  type DatasetValidation,
  dataQuality,
  datasetOfObservations,
  validateDataset,
} from "@mlops/preprocessing";

/** Below this score (0–100) a run is degraded: the threshold on data quality of the commute-weather system. */
export const DATA_QUALITY_FLOOR = 70;

export interface QualityAssessment {
  /** Of the newest observation; null where there is none. */
  readonly latest: DataQualityReport | null;
  /** Named checks over the look-back window; null where there is nothing to check. */
  readonly validation: DatasetValidation | null;
  readonly reasons: readonly string[];
}

/** Judges the newest observation and the window before it, as of `now`. */
export function assessQuality(window: readonly WeatherObservation[], now: Instant): QualityAssessment {
  const newest = window.at(-1);
  if (!newest) return { latest: null, validation: null, reasons: ["observation-missing"] };
  const latest = dataQuality(newest, now);
  const validation = validateDataset(datasetOfObservations(window));
  const reasons: string[] = [];
  if (latest.score < DATA_QUALITY_FLOOR) reasons.push("low-data-quality");
  if (validation.grade === "critical" || validation.grade === "poor")
    reasons.push(`data-validation-${validation.grade}`);
  return { latest, validation, reasons };
}
