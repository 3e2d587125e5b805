import { type CollectionDefinition, MlopsError, type Store, type StoredDocument } from "@mlops/core";

import { assertIdle } from "./assert-idle.ts";
import { copyBlobs, type CopiedBlobs, surveyBlobs } from "./copy-blobs.ts";
import {
  type CollectionSurvey,
  copyDocuments,
  type DocumentPair,
  surveyDocuments,
  verifyDocuments,
} from "./copy-documents.ts";

export interface CopyRequest {
  readonly source: Store;
  /** Absent where it does not exist yet, which only a dry run allows. */
  readonly target: Store | undefined;
  /** What is known of the collections: which fields are instants, which indexes the target needs. */
  readonly definitions: readonly CollectionDefinition[];
  /** Change nothing; say what would be copied. */
  readonly dryRun: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CopyProgress) => void;
}

export interface CopyProgress {
  readonly phase: "compare" | "copy" | "verify";
  /** A collection's name, or `blobs`. */
  readonly what: string;
  readonly done: number;
  /** Null where it is not known beforehand. */
  readonly total: number | null;
}

export interface CopiedCollection {
  readonly name: string;
  /** Documents of the source. */
  readonly source: number;
  /** New in the target; with a dry run: that would be. */
  readonly copied: number;
  /** In the target before, with the same content. */
  readonly skipped: number;
  /** Read from both sides afterwards and the same; 0 with a dry run. */
  readonly verified: number;
  /** False where no definition was given: its instants are then stored as numbers, and it has no indexes yet. */
  readonly declared: boolean;
}

export interface StoreCopy {
  readonly collections: readonly CopiedCollection[];
  readonly blobs: CopiedBlobs;
}

interface Planned extends CollectionSurvey {
  readonly definition: CollectionDefinition;
  readonly declared: boolean;
}

/**
 * Copies all documents and blobs of a store into another one, of whatever driver, and reads both sides again.
 *
 * Nothing is written where the target holds other content under an id of the source. What is there already is skipped,
 * so that a copy which was killed is finished by running it again. Blobs go first: no document of the target ever
 * refers to a blob that is not there. Documents and blobs that only the target holds stay as they are.
 *
 * @throws MlopsError STORE_IN_USE, STORE_COPY_CONFLICT, STORE_COPY_UNVERIFIED; STORE_DUPLICATE_KEY where a unique index
 *   of the target refuses a document
 */
export async function copyStore(request: CopyRequest): Promise<StoreCopy> {
  const { source, target, dryRun, signal } = request;
  await assertIdle(source, "be copied");
  const plan = await surveyCollections(request);
  assertNoConflict(plan);
  if (dryRun || target === undefined) {
    const blobs = await surveyBlobs({ source: source.blobs, target: target?.blobs, signal });
    return { collections: plan.map((planned) => summary(planned, planned.missing, 0)), blobs };
  }
  const blobs = await copyBlobs({
    source: source.blobs,
    target: target.blobs,
    signal,
    onProgress: (done) => request.onProgress?.({ phase: "copy", what: "blobs", done, total: null }),
  });
  const copied: number[] = [];
  for (const planned of plan) {
    copied.push(planned.missing === 0 ? 0 : await copyDocuments(pairOf(request, target, planned, "copy")));
  }
  const collections: CopiedCollection[] = [];
  for (const [index, planned] of plan.entries()) {
    const verified = await verifyDocuments(pairOf(request, target, planned, "verify"));
    collections.push(summary({ ...planned, source: verified }, copied[index] ?? 0, verified));
  }
  await assertIdle(source, "be copied");
  return { collections, blobs };
}

async function surveyCollections(request: CopyRequest): Promise<Planned[]> {
  const { source, target, definitions } = request;
  const plan: Planned[] = [];
  for (const name of await source.collections()) {
    const known = definitions.find((definition) => definition.name === name);
    const named = { definition: known ?? { name }, declared: known !== undefined };
    const survey =
      target === undefined
        ? await countOnly(source, named.definition)
        : await surveyDocuments(pairOf(request, target, named, "compare"));
    plan.push({ ...named, ...survey });
  }
  return plan;
}

async function countOnly(source: Store, { name }: CollectionDefinition): Promise<CollectionSurvey> {
  const count = await source.collection<StoredDocument>({ name }).count();
  return { source: count, missing: count, different: [] };
}

function pairOf(
  { source, signal, onProgress }: CopyRequest,
  target: Store,
  { definition, ...survey }: Pick<Planned, "definition"> & Partial<CollectionSurvey>,
  phase: CopyProgress["phase"],
): DocumentPair {
  const total = survey.source ?? null;
  return {
    source: source.collection<StoredDocument>(definition),
    target: target.collection<StoredDocument>(definition),
    signal,
    onProgress: (done) => onProgress?.({ phase, what: definition.name, done, total }),
  };
}

function summary({ definition, declared, source }: Planned, copied: number, verified: number): CopiedCollection {
  return { name: definition.name, source, copied, skipped: source - copied, verified, declared };
}

const MOST_SHOWN = 5;
const MOST_DETAILED = 100;

function assertNoConflict(plan: readonly Planned[]): void {
  const conflicts = plan.flatMap(({ definition, different }) =>
    different.map((id) => ({ collection: definition.name, id })),
  );
  if (conflicts.length === 0) return;
  const shown = conflicts.slice(0, MOST_SHOWN).map(({ collection, id }) => `${collection} "${id}"`);
  const rest = conflicts.length - shown.length;
  const list = `${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
  throw new MlopsError("STORE_COPY_CONFLICT", `The target holds other content under the same id: ${list}.`, {
    details: { total: conflicts.length, conflicts: conflicts.slice(0, MOST_DETAILED) },
  });
}
