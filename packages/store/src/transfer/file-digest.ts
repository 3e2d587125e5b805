import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { constants, copyFile, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** SHA-256 of a file in 64 lower-case hexadecimal digits; undefined where there is no file. */
export async function digestOfFile(path: string, signal?: AbortSignal): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18, ...(signal && { signal }) })) {
      hash.update(chunk as Uint8Array);
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return hash.digest("hex");
}

/**
 * Copies a file whose digest is known; its name appears only once its bytes are whole, right and on the disk. A copy
 * that is there and right is kept. Answers the digest of the bytes that were found: another one means that nothing was
 * written.
 *
 * @param unique text for the temporary name that no other process uses
 */
export async function copyByDigest(from: string, to: string, digest: string, unique: string): Promise<string> {
  if ((await digestOfFile(to)) === digest) return digest;
  await mkdir(dirname(to), { recursive: true });
  const temporary = `${to}.${unique}.partial`;
  try {
    await copyFile(from, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    const found = (await digestOfFile(temporary)) ?? "";
    if (found !== digest) return found;
    await flushFile(temporary);
    await rename(temporary, to);
    return found;
  } finally {
    await rm(temporary, { force: true });
  }
}

export async function flushFile(path: string): Promise<void> {
  await using file = await open(path, "r+");
  await file.sync();
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
