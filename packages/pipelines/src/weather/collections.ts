import type { CollectionDefinition, Instant, JsonObject, StoredDocument, WeatherObservation } from "@mlops/core";

/** One revision of one observation. Providers correct their data: a changed value is a new revision, the old one stays. */
export interface ObservationDocument extends StoredDocument, WeatherObservation {
  /** From 1; the highest is the current one. */
  readonly revision: number;
  /** When it could be known: observedAt + the source's delay. */
  readonly knownAt: Instant;
  /** The domain's instant of the run that stored it. */
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly runId: string;
}

/** What a provider sent, as a reference to the blob with its bytes. */
export interface PayloadDocument extends StoredDocument {
  readonly source: string;
  readonly locator: string;
  readonly stations: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly runId: string;
}

/** A report or feature row of a run, for one station. */
export interface StationRecord extends StoredDocument {
  readonly runId: string;
  readonly station: string;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly synthetic: boolean;
  readonly content: JsonObject;
}

export const observationCollection = {
  name: "weather_observations",
  instants: ["observedAt", "knownAt", "at", "recordedAt"],
  indexes: [{ fields: ["station", "source", "observedAt"] }],
} as const satisfies CollectionDefinition;

export const payloadCollection = {
  name: "weather_payloads",
  instants: ["from", "to", "at", "recordedAt"],
  indexes: [{ fields: ["source", "from"] }],
} as const satisfies CollectionDefinition;

export const qualityCollection = {
  name: "weather_quality_reports",
  instants: ["at", "recordedAt"],
  indexes: [{ fields: ["station", "at"] }],
} as const satisfies CollectionDefinition;

export const featureCollection = {
  name: "weather_features",
  instants: ["at", "recordedAt"],
  indexes: [{ fields: ["station", "at"] }],
} as const satisfies CollectionDefinition;
