import { MlopsError } from "@mlops/core";

const DIGEST = /^[0-9a-f]{64}$/;

/** What a blob is taken for where nobody said. */
export const DEFAULT_MEDIA_TYPE = "application/octet-stream";

/** @throws MlopsError INVALID_ARGUMENT; a digest becomes part of a file's name, so that nothing else may pass */
export function assertBlobDigest(digest: string): void {
  if (!DIGEST.test(digest)) {
    throw new MlopsError("INVALID_ARGUMENT", `${JSON.stringify(digest)} is not the digest of a blob.`, {
      hint: "A digest has 64 lower-case hexadecimal digits.",
    });
  }
}
