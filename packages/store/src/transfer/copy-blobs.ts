import { type BlobStore, MlopsError, throwIfCancelled } from "@mlops/core";

export interface CopiedBlobs {
  /** Blobs of the source. */
  readonly source: number;
  /** New in the target; with a dry run: that would be. */
  readonly copied: number;
  /** In the target before. */
  readonly skipped: number;
  /** Read from the target with the right digest; 0 with a dry run. */
  readonly verified: number;
  /** Bytes of the source's blobs. */
  readonly bytes: number;
}

export interface BlobPair {
  readonly source: BlobStore;
  /** Absent where the target does not exist yet. */
  readonly target: BlobStore | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of blobs dealt with. */
  readonly onProgress?: (done: number) => void;
}

/** What a copy would do. */
export async function surveyBlobs({ source, target, signal }: BlobPair): Promise<CopiedBlobs> {
  let [blobs, copied, bytes] = [0, 0, 0];
  for await (const { digest, size } of source.list()) {
    throwIfCancelled(signal);
    blobs += 1;
    bytes += size;
    if (target === undefined || !(await target.has(digest))) copied += 1;
  }
  return { source: blobs, copied, skipped: blobs - copied, verified: 0, bytes };
}

/**
 * Puts what the target lacks and reads everything back from it. A blob that is there but damaged is put again, which
 * mends it.
 *
 * @throws MlopsError STORE_BLOB_DAMAGED, STORE_COPY_UNVERIFIED
 */
export async function copyBlobs(pair: BlobPair & { readonly target: BlobStore }): Promise<CopiedBlobs> {
  const { source, target, signal, onProgress } = pair;
  let [blobs, copied, bytes] = [0, 0, 0];
  for await (const { digest, mediaType, size } of source.list()) {
    throwIfCancelled(signal);
    if (!(await isSound(target, digest))) {
      await target.put(source.open(digest), { mediaType, ...(signal && { signal }) });
      copied += 1;
      if (!(await isSound(target, digest))) throw unverified(digest);
    }
    blobs += 1;
    bytes += size;
    onProgress?.(blobs);
  }
  return { source: blobs, copied, skipped: blobs - copied, verified: blobs, bytes };
}

/** Whether the target holds the blob; its driver compares the bytes with the digest while they are read. */
async function isSound(target: BlobStore, digest: string): Promise<boolean> {
  if (!(await target.has(digest))) return false;
  try {
    for await (const _ of target.open(digest));
    return true;
  } catch (error) {
    if (error instanceof MlopsError && error.code === "STORE_BLOB_DAMAGED") return false;
    throw error;
  }
}

function unverified(digest: string): MlopsError {
  return new MlopsError("STORE_COPY_UNVERIFIED", `The blob ${digest} cannot be read back from the target.`, {
    details: { digest },
  });
}
