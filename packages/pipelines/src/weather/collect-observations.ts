import {
  formatInstant,
  HOUR,
  type Instant,
  MINUTE,
  MlopsError,
  type MissingObservation,
  type ObservationBatch,
  type RejectedInput,
  type Station,
  type WeatherObservation,
  type WeatherSource,
} from "@mlops/core";

import { observationArchive, type Recording } from "./observation-archive.ts";
import type { SourcePlan } from "./weather-plan.ts";
import type { WeatherPorts } from "./weather-ports.ts";

export interface CollectionRequest {
  readonly station: Station;
  readonly source: SourcePlan;
  /** The chosen source's name. */
  readonly sourceName: string;
  /** Half-open: from ≤ observedAt < to. */
  readonly from: Instant;
  readonly to: Instant;
  readonly recording: Recording;
  readonly signal: AbortSignal;
}

/** What a collection did, small enough for the journal whatever its span. */
export interface Collection {
  readonly source: string;
  readonly synthetic: boolean;
  readonly delayMinutes: number;
  /** Observations received. */
  readonly received: number;
  readonly added: number;
  readonly corrected: number;
  readonly payloadDigests: readonly string[];
  readonly missingCount: number;
  /** The first of them. */
  readonly missing: readonly MissingObservation[];
  readonly rejectedCount: number;
  /** The first of them. */
  readonly rejected: readonly RejectedInput[];
}

const SHOWN = 20;

/**
 * Fetches from the source and stores payloads and observations; nothing known later than `recording.at` is kept, whatever
 * the source answers.
 *
 * @throws MlopsError CLOCK_OUTSIDE_DATA where the source says its span and the range lies outside it
 */
export async function collectObservations(ports: WeatherPorts, request: CollectionRequest): Promise<Collection> {
  const { station, from, to, recording, signal } = request;
  await using source = await ports.openSource(request.sourceName, request.source);
  const fetched = await source.fetch({ stations: [station], from, to, knownAt: recording.at, signal });
  const batch = knownBatch(fetched, source.delayMinutes, recording.at);
  if (batch.observations.length === 0) await assertInsideSpan(source, request);
  const saved = await observationArchive(ports.store).save(batch, source.delayMinutes, recording);
  return {
    source: source.name,
    synthetic: source.synthetic,
    delayMinutes: source.delayMinutes,
    received: batch.observations.length,
    ...saved,
    missingCount: batch.missing.length,
    missing: batch.missing.slice(0, SHOWN),
    rejectedCount: batch.rejected.length,
    rejected: batch.rejected.slice(0, SHOWN),
  };
}

/** The stored observations of the collection's source and station, as they were known at `recording.at`. */
export function collectedObservations(
  ports: WeatherPorts,
  request: Pick<CollectionRequest, "station" | "from" | "to"> & { readonly source: string; readonly knownAt: Instant },
): Promise<WeatherObservation[]> {
  const { station, source, from, to, knownAt } = request;
  return observationArchive(ports.store).find({ station: station.id, source, from, to, knownAt });
}

function knownBatch(batch: ObservationBatch, delayMinutes: number, knownAt: Instant): ObservationBatch {
  const latest = knownAt - delayMinutes * MINUTE;
  return { ...batch, observations: batch.observations.filter(({ observedAt }) => observedAt <= latest) };
}

async function assertInsideSpan(source: WeatherSource, request: CollectionRequest): Promise<void> {
  const { station, from, to, signal } = request;
  const span = await source.span?.(station, signal);
  if (!span || (to > span.first && from <= span.last + HOUR)) return;
  throw outsideSpan(source.name, station.id, span, to - 1);
}

export function outsideSpan(
  source: string,
  station: string,
  span: { readonly first: Instant; readonly last: Instant },
  at: Instant,
): MlopsError {
  const [first, last] = [formatInstant(span.first), formatInstant(span.last)];
  return new MlopsError(
    "CLOCK_OUTSIDE_DATA",
    `Source ${source} holds station ${station} from ${first} to ${last}; nothing of it is near ${formatInstant(at)}.`,
    { details: { source, station, first, last, at: formatInstant(at) } },
  );
}
