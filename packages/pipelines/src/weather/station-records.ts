import { type CollectionDefinition, type Instant, nullifyNonFinite, type Store } from "@mlops/core";

import type { StationRecord } from "./collections.ts";

export interface RecordKey {
  readonly runId: string;
  readonly station: string;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly synthetic: boolean;
}

/** Stores what a run found out about a station, once for each run: a step that is executed again changes nothing. */
export async function storeStationRecord(
  store: Store,
  definition: CollectionDefinition,
  key: RecordKey,
  content: object,
): Promise<void> {
  const { value, reasons } = nullifyNonFinite(content);
  const nonFinite = reasons.length > 0 && { nonFinite: reasons.map((reason) => ({ ...reason })) };
  await store.collection<StationRecord>(definition).insertOnce({
    _id: `${definition.name}:${key.runId}:${key.station}`,
    ...key,
    content: { ...value, ...nonFinite },
  });
}
