import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { MlopsError } from "@mlops/core";
import { makeFolder } from "@mlops/store/make-folder";

import type { StagedFile } from "../entries/entry.ts";

/**
 * Copies a file's content into the spool's folder, under its digest: the user's file may change or go before it is sent.
 *
 * @throws MlopsError FILE_NOT_FOUND
 */
export function stageFile(folder: string, path: string): StagedFile & { readonly bytes: Buffer } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new MlopsError("FILE_NOT_FOUND", `The file ${path} cannot be read.`, { cause, details: { path } });
  }
  return { ...stageBytes(folder, bytes), bytes };
}

export function stageBytes(folder: string, bytes: Uint8Array): StagedFile {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const staging = join(folder, "staging");
  makeFolder(staging);
  const target = join(staging, sha256);
  if (!existsSync(target)) {
    const temporary = `${target}.${process.pid}.tmp`;
    const fd = openSync(temporary, "w", 0o600);
    try {
      writeFileSync(fd, bytes);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, target);
  }
  return { staged: sha256, sha256, size: bytes.length };
}
