import type { WeatherObservation } from "@mlops/core";

import type { PredictionView } from "../weather/prediction-view.ts";

/** What a realtime run answers: the fields of `mlops.realtime/v1`, instants as UTC milliseconds. */
export interface RealtimeResult {
  readonly station: string;
  readonly timeZone: string;
  readonly mode: {
    readonly requested: string;
    readonly commute: "morning" | "evening";
    readonly inCommuteHours: boolean;
  };
  readonly source: string;
  readonly synthetic: boolean;
  /** The newest observation, null where the look-back window has none. */
  readonly observation: WeatherObservation | null;
  /** The hour t from which is predicted. */
  readonly hour: number;
  readonly collected: {
    readonly received: number;
    readonly added: number;
    readonly missing: number;
    readonly rejected: number;
  };
  readonly dataQuality: {
    /** 0–100 */
    readonly score: number | null;
    readonly featureCompleteness: number | null;
    readonly reliability: number | null;
    readonly grade: string | null;
    readonly issues: readonly string[];
  };
  readonly features: {
    readonly set: string;
    readonly count: number;
    readonly total: number;
    readonly quality: number | null;
    readonly confidence: number | null;
    readonly valid: boolean;
    readonly findings: readonly string[];
  };
  readonly prediction: PredictionView;
  readonly shadow: PredictionView | null;
  readonly reasons: readonly string[];
}
