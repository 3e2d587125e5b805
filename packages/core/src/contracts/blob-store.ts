/**
 * Bytes by content: the id of a blob is the SHA-256 of its bytes.
 *
 * Laws: a blob is visible only when whole; putting the same bytes twice stores them once; `read` and `open` verify the
 * digest and fail with STORE_BLOB_DAMAGED, never answering other bytes; a killed upload leaves nothing visible.
 */
export interface BlobStore {
  /** Memory use is bounded whatever the size. */
  put(content: Uint8Array | AsyncIterable<Uint8Array>, options?: BlobPutOptions): Promise<BlobReference>;
  /** @throws MlopsError STORE_BLOB_NOT_FOUND, STORE_BLOB_DAMAGED */
  read(digest: string): Promise<Uint8Array>;
  /** Chunks in order; the digest is verified before the last chunk is given out. */
  open(digest: string): AsyncIterable<Uint8Array>;
  has(digest: string): Promise<boolean>;
  list(): AsyncIterable<BlobReference & { readonly storedAt: number }>;
  /** True when it was there. */
  delete(digest: string): Promise<boolean>;
}

export interface BlobPutOptions {
  readonly mediaType?: string;
  readonly signal?: AbortSignal;
}

export interface BlobReference {
  /** SHA-256, 64 lower-case hexadecimal digits. */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
}
