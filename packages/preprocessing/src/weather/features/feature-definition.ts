import type { Moment } from "./moment.ts";

/** What the newest observation must hold for a feature to be known. */
export type Reading = "temperature" | "humidity" | "wind" | "precipitation";

/** What a user is told about a feature. */
export interface FeatureDescription {
  readonly name: string;
  /** `°C`, `m/s`, `points`; `1` for ratios, indices and flags. */
  readonly unit: string;
  /** Closed range of possible values; null where there is no bound. */
  readonly range: readonly [number | null, number | null];
  readonly description: string;
  /** Where the formula comes from. */
  readonly source: string;
}

/** A feature is one object; adding it to a group adds it to the catalogue. */
export interface FeatureDefinition extends FeatureDescription {
  /** Readings without which the feature is null, whatever `compute` would make of the rest. */
  readonly needs: readonly Reading[];
  /** Pure; NaN where not known. */
  readonly compute: (moment: Moment) => number;
}

export const catalogueSource = "commute-weather feature catalogue";
export const flag = (value: boolean): number => (value ? 1 : 0);
