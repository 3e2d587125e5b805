import { type BlobReference, type JsonObject, type JsonValue, MlopsError, type Store } from "@mlops/core";
import { type FittedEstimator, packState, unpackState } from "@mlops/models";
import { type LoadPreprocessor, openPreparation } from "@mlops/preprocessing";

import type { TableDecision } from "./decision.ts";
import type { FittedTable } from "./fit-table.ts";

/** A fitted model as blobs: one JSON, and the byte blocks that it names. */
export interface StoredFit {
  readonly state: BlobReference;
  readonly blocks: readonly BlobReference[];
}

const MEDIA_TYPE = "application/vnd.mlops.fitted+json";

export async function storeFitted(store: Store, fitted: FittedTable): Promise<StoredFit> {
  const packed = packState({
    preparation: fitted.preparation.state,
    estimator: fitted.estimator,
    others: fitted.others,
    decision: fitted.decision,
    curves: fitted.curves,
    warnings: fitted.warnings,
  });
  const blocks: BlobReference[] = [];
  for (const bytes of packed.blocks.values()) blocks.push(await store.blobs.put(bytes));
  const text = new TextEncoder().encode(JSON.stringify(packed.json));
  return { state: await store.blobs.put(text, { mediaType: MEDIA_TYPE }), blocks };
}

/** @throws MlopsError MODEL_STATE_DAMAGED, STORE_BLOB_NOT_FOUND, STORE_BLOB_DAMAGED */
export async function openFitted(
  store: Store,
  { state, blocks }: StoredFit,
  loadPreprocessor?: LoadPreprocessor,
): Promise<FittedTable> {
  const json = JSON.parse(new TextDecoder().decode(await store.blobs.read(state.digest))) as JsonValue;
  const bytes = new Map<string, Uint8Array>();
  for (const { digest } of blocks) bytes.set(digest, await store.blobs.read(digest));
  const unpacked = unpackState({ json, blocks: bytes }) as {
    readonly preparation: JsonObject;
    readonly estimator: FittedEstimator;
    readonly others: FittedTable["others"];
    readonly decision: TableDecision;
    readonly curves: FittedTable["curves"];
    readonly warnings: readonly string[];
  };
  if (!unpacked.estimator)
    throw new MlopsError("MODEL_STATE_DAMAGED", `The blob ${state.digest} holds no fitted model.`);
  const preparation = await openPreparation(unpacked.preparation, loadPreprocessor);
  const { estimator, others, decision, curves, warnings } = unpacked;
  return { preparation, estimator, others, decision, curves, warnings };
}
