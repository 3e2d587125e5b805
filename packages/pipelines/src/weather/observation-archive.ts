import {
  canonicalJson,
  formatInstant,
  type Instant,
  MINUTE,
  type ObservationBatch,
  type Store,
  type WeatherObservation,
} from "@mlops/core";

import {
  observationCollection,
  type ObservationDocument,
  payloadCollection,
  type PayloadDocument,
} from "./collections.ts";

/** Who stores, and when. */
export interface Recording {
  readonly runId: string;
  readonly at: Instant;
  readonly recordedAt: Instant;
}

export interface ObservationQuery {
  readonly source: string;
  readonly station: string;
  /** Half-open: from ≤ observedAt < to. */
  readonly from: Instant;
  readonly to: Instant;
  readonly knownAt: Instant;
}

export interface SavedBatch {
  /** Observations that were not there, or had other values. */
  readonly added: number;
  /** Of those, how many corrected an earlier revision. */
  readonly corrected: number;
  readonly payloadDigests: readonly string[];
}

/**
 * Observations as they were known: every revision is kept, and a query answers what was known at an instant. Saving is
 * idempotent, so that a step that is executed twice stores nothing twice.
 */
export interface ObservationArchive {
  save(batch: ObservationBatch, delayMinutes: number, recording: Recording): Promise<SavedBatch>;
  /** Sorted by instant, one per instant. */
  find(query: ObservationQuery): Promise<WeatherObservation[]>;
}

export function observationArchive(store: Store): ObservationArchive {
  const observations = store.collection<ObservationDocument>(observationCollection);
  const payloads = store.collection<PayloadDocument>(payloadCollection);

  const currentRevisions = async (query: ObservationQuery): Promise<Map<Instant, ObservationDocument>> => {
    const found = await observations.find({
      filter: {
        where: {
          station: query.station,
          source: query.source,
          observedAt: { gte: query.from, lt: query.to },
        },
      },
    });
    const current = new Map<Instant, ObservationDocument>();
    for (const document of found) {
      if (document.knownAt > query.knownAt) continue;
      const other = current.get(document.observedAt);
      if (!other || other.revision < document.revision) current.set(document.observedAt, document);
    }
    return current;
  };

  /** Inserts the revisions that are missing; where another process took a revision meanwhile, tries the next number. */
  const saveStation = async (
    station: readonly WeatherObservation[],
    delayMinutes: number,
    recording: Recording,
  ): Promise<{ added: number; corrected: number }> => {
    const [first, last] = [station[0], station.at(-1)];
    if (!first || !last) return { added: 0, corrected: 0 };
    let added = 0;
    let corrected = 0;
    let pending = station;
    while (pending.length > 0) {
      const current = await currentRevisions({
        source: first.source,
        station: first.station,
        from: first.observedAt,
        to: last.observedAt + 1,
        knownAt: Number.MAX_SAFE_INTEGER,
      });
      const changed = pending.filter((observation) => {
        const known = current.get(observation.observedAt);
        return !known || valuesOf(known) !== valuesOf(observation);
      });
      const documents = changed.map((observation) => {
        const revision = (current.get(observation.observedAt)?.revision ?? 0) + 1;
        return observationDocument(observation, revision, delayMinutes, recording);
      });
      const inserted = await observations.insertManyOnce(documents);
      added += inserted.filter(Boolean).length;
      corrected += documents.filter((document, index) => inserted[index] && document.revision > 1).length;
      pending = changed.filter((_, index) => !inserted[index]);
    }
    return { added, corrected };
  };

  return {
    async save(batch, delayMinutes, recording) {
      const payloadDigests: string[] = [];
      for (const payload of batch.payloads) {
        const reference = await store.blobs.put(payload.content, { mediaType: payload.mediaType });
        payloadDigests.push(reference.digest);
        await payloads.insertOnce({
          _id: `payload:${recording.runId}:${reference.digest}`,
          source: batch.observations[0]?.source ?? "",
          locator: payload.locator,
          stations: payload.stations,
          from: payload.from,
          to: payload.to,
          ...reference,
          ...recording,
        });
      }
      let added = 0;
      let corrected = 0;
      for (const station of Map.groupBy(batch.observations, (observation) => observation.station).values()) {
        const saved = await saveStation(station, delayMinutes, recording);
        added += saved.added;
        corrected += saved.corrected;
      }
      return { added, corrected, payloadDigests };
    },

    async find(query) {
      const current = await currentRevisions(query);
      return [...current.values()].toSorted((a, b) => a.observedAt - b.observedAt).map(observationOf);
    },
  };
}

function observationDocument(
  observation: WeatherObservation,
  revision: number,
  delayMinutes: number,
  recording: Recording,
): ObservationDocument {
  const { source, station, observedAt } = observation;
  return {
    _id: `observation:${source}:${station}:${formatInstant(observedAt)}:${revision}`,
    ...observation,
    revision,
    knownAt: Math.max(observedAt + delayMinutes * MINUTE, revision === 1 ? observedAt : recording.at),
    ...recording,
  };
}

function observationOf(document: ObservationDocument): WeatherObservation {
  const {
    _id,
    revision: _revision,
    knownAt: _knownAt,
    at: _at,
    recordedAt: _recordedAt,
    runId: _runId,
    ...rest
  } = document;
  return rest;
}

function valuesOf(observation: WeatherObservation | ObservationDocument): string {
  return canonicalJson("_id" in observation ? observationOf(observation) : observation);
}
