import { type CollectionDefinition, formatInstant, type Instant, type Store, type StoredDocument } from "@mlops/core";

/** What made a prediction: a registered version, or a baseline that needs no training. */
export interface PredictionModel {
  readonly kind: "model" | "persistence";
  readonly name: string;
  /** Null for a baseline. */
  readonly version: number | null;
  readonly uri: string | null;
}

/** A stored prediction. It is never changed: its truth is computed from observations when it is judged. */
export interface PredictionDocument extends StoredDocument {
  readonly runId: string;
  readonly recipe: string;
  readonly station: string;
  readonly at: Instant;
  readonly recordedAt: Instant;
  /** The hour whose observations were the newest used. */
  readonly observedAt: Instant;
  readonly targetAt: Instant;
  readonly horizonHours: number;
  readonly lookbackHours: number;
  /** `primary` is what users are shown; `shadow` is only compared. */
  readonly role: "primary" | "shadow";
  readonly model: PredictionModel;
  /** Score points, 0–100; null with a reason. */
  readonly value: number | null;
  readonly label: string | null;
  /** Half-width of the error band in score points, where the model has one. */
  readonly errorBand: number | null;
  readonly confidence: number | null;
  readonly confidenceSource: string | null;
  readonly baselines: { readonly scorePersistence: number | null; readonly componentPersistence: number | null };
  readonly source: string;
  readonly synthetic: boolean;
  readonly reasons: readonly string[];
}

export const predictionCollection = {
  name: "weather_predictions",
  instants: ["at", "recordedAt", "observedAt", "targetAt"],
  indexes: [{ fields: ["station", "targetAt"] }, { fields: ["runId"] }],
} as const satisfies CollectionDefinition;

/**
 * One prediction for each run and role: a run that is resumed after its prediction was stored answers that one, also
 * where the current model has changed in between.
 */
export function predictionId(prediction: Omit<PredictionDocument, "_id">): string {
  const { runId, role, station, targetAt } = prediction;
  return `prediction:${runId}:${role}:${station}:${formatInstant(targetAt)}`;
}

/** Stores a prediction once and answers the one that stands. */
export async function storePrediction(
  store: Store,
  prediction: Omit<PredictionDocument, "_id">,
): Promise<PredictionDocument> {
  const document = { _id: predictionId(prediction), ...prediction };
  const { document: stored } = await store.collection<PredictionDocument>(predictionCollection).insertOnce(document);
  return stored;
}

/** Predictions of a model for a station whose target lies in (from, until], in order of target; the first of each target. */
export async function findPredictions(
  store: Store,
  query: { readonly station: string; readonly uri: string; readonly from: Instant; readonly until: Instant },
): Promise<PredictionDocument[]> {
  const found = await store.collection<PredictionDocument>(predictionCollection).find({
    filter: {
      where: {
        station: query.station,
        targetAt: { gt: query.from, lte: query.until },
        role: "primary",
        "model.uri": query.uri,
      },
    },
    sort: [
      { field: "targetAt", order: "asc" },
      { field: "at", order: "asc" },
    ],
  });
  const first = new Map<Instant, PredictionDocument>();
  for (const prediction of found) if (!first.has(prediction.targetAt)) first.set(prediction.targetAt, prediction);
  return [...first.values()];
}
