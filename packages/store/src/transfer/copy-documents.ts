import { type Collection, MlopsError, type StoredDocument, throwIfCancelled } from "@mlops/core";

import { comparedBatches } from "./document-batches.ts";

/** How a collection stands before anything is written. */
export interface CollectionSurvey {
  readonly source: number;
  readonly missing: number;
  /** Ids under which the target holds other content. */
  readonly different: readonly string[];
}

/** Called with the documents dealt with so far. */
export type DocumentProgress = (done: number) => void;

export interface DocumentPair {
  readonly source: Collection<StoredDocument>;
  readonly target: Collection<StoredDocument>;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: DocumentProgress;
}

/** Reads both sides; an empty target needs no reading. */
export async function surveyDocuments(pair: DocumentPair): Promise<CollectionSurvey> {
  if ((await pair.target.count()) === 0) {
    const source = await pair.source.count();
    return { source, missing: source, different: [] };
  }
  let [source, missing] = [0, 0];
  const different: string[] = [];
  for await (const batch of comparedBatches(pair.source, pair.target)) {
    throwIfCancelled(pair.signal);
    source += batch.size;
    missing += batch.missing.length;
    different.push(...batch.different);
    pair.onProgress?.(source);
  }
  return { source, missing, different };
}

/** Inserts what the target lacks, each document once; answers how many were new. */
export async function copyDocuments({ source, target, signal, onProgress }: DocumentPair): Promise<number> {
  let [done, copied] = [0, 0];
  for await (const batch of comparedBatches(source, target)) {
    throwIfCancelled(signal);
    if (batch.missing.length > 0) {
      const inserted = await target.insertManyOnce(batch.missing);
      copied += inserted.filter(Boolean).length;
    }
    done += batch.size;
    onProgress?.(done);
  }
  return copied;
}

/**
 * Reads both sides again and compares every document as canonical JSON; answers how many are the same.
 *
 * @throws MlopsError STORE_COPY_UNVERIFIED where one is missing or differs
 */
export async function verifyDocuments({ source, target, signal, onProgress }: DocumentPair): Promise<number> {
  let verified = 0;
  for await (const { missing, different, same } of comparedBatches(source, target)) {
    throwIfCancelled(signal);
    const [lost] = [...missing.map(({ _id }) => _id), ...different];
    if (lost !== undefined) throw unverified(source.name, lost, different.includes(lost) ? "differs" : "is missing");
    verified += same;
    onProgress?.(verified);
  }
  return verified;
}

function unverified(collection: string, id: string, how: string): MlopsError {
  return new MlopsError("STORE_COPY_UNVERIFIED", `Document "${id}" of "${collection}" ${how} in the target.`, {
    details: { collection, id },
  });
}
