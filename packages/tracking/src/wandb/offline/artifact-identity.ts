import { createHash } from "node:crypto";

import { compareCodePoints } from "@mlops/core";

export function base64Md5(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("base64");
}

/** W&B's digest of an artifact: MD5 over the paths and digests of its entries, by path. */
export function artifactDigest(entries: readonly { readonly path: string; readonly digest: string }[]): string {
  const hash = createHash("md5").update("wandb-artifact-manifest-v1\n");
  for (const { path, digest } of entries.toSorted((a, b) => compareCodePoints(a.path, b.path))) {
    hash.update(`${path}:${digest}\n`);
  }
  return hash.digest("hex");
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
const LENGTH = 128;

/** A client id as W&B makes them, 128 of [a-z0-9], from an identity instead of chance: made again it is the same. */
export function clientId(identity: string): string {
  let id = "";
  for (let round = 0; id.length < LENGTH; round++) {
    for (const byte of createHash("sha512").update(`${round}|${identity}`).digest()) {
      // The largest multiple of 36 below 256: every character is as likely as another.
      if (byte < 252 && id.length < LENGTH) id += ALPHABET[byte % ALPHABET.length];
    }
  }
  return id;
}
