import { DAY, type Instant, throwIfCancelled } from "@mlops/core";

import { type Collection, collectObservations, type CollectionRequest, outsideSpan } from "./collect-observations.ts";
import type { WeatherPorts } from "./weather-ports.ts";

export interface HistoryCollection extends Collection {
  readonly from: Instant;
  readonly to: Instant;
}

/** Providers answer at most 31 days in one call; the pieces also bound what is held at once. */
const PIECE = 31 * DAY;

/**
 * Collects a range in pieces of 31 days, oldest first. What is stored already is stored once, so that a collection that
 * was interrupted begins anew without harm.
 */
export async function collectHistory(
  ports: WeatherPorts,
  request: CollectionRequest,
  onProgress: (done: number, total: number) => void,
): Promise<HistoryCollection> {
  const { from, to } = request;
  const total = Math.max(1, Math.ceil((to - from) / PIECE));
  const pieces: Collection[] = [];
  for (let index = 0; index < total; index++) {
    throwIfCancelled(request.signal);
    const start = from + index * PIECE;
    pieces.push(await collectObservations(ports, { ...request, from: start, to: Math.min(to, start + PIECE) }));
    onProgress(index + 1, total);
  }
  return { ...pieces.reduce(merged), from, to };
}

/**
 * The range to learn from: all that a source holds which knows its span (a file), else the last `historyDays`.
 *
 * @throws MlopsError CLOCK_OUTSIDE_DATA where the span begins after `to`
 */
export async function historyRange(
  ports: WeatherPorts,
  request: Pick<CollectionRequest, "sourceName" | "source" | "station" | "signal" | "to">,
  historyDays: number,
): Promise<{ readonly from: Instant; readonly to: Instant }> {
  await using source = await ports.openSource(request.sourceName, request.source);
  const span = await source.span?.(request.station, request.signal);
  if (!span) return { from: request.to - historyDays * DAY, to: request.to };
  if (span.first >= request.to) throw outsideSpan(source.name, request.station.id, span, request.to - 1);
  return { from: span.first, to: Math.min(request.to, span.last + 1) };
}

function merged(before: Collection, next: Collection): Collection {
  return {
    ...next,
    received: before.received + next.received,
    added: before.added + next.added,
    corrected: before.corrected + next.corrected,
    payloadDigests: [...before.payloadDigests, ...next.payloadDigests],
    missingCount: before.missingCount + next.missingCount,
    missing: [...before.missing, ...next.missing].slice(0, 20),
    rejectedCount: before.rejectedCount + next.rejectedCount,
    rejected: [...before.rejected, ...next.rejected].slice(0, 20),
  };
}
