import { open, stat } from "node:fs/promises";
import { extname } from "node:path";

import { MlopsError } from "@mlops/core";

export const fileFormats = ["csv", "parquet", "json", "ndjson"] as const;
/** `json` is an array of objects, or objects one after the other; `ndjson` is one object per line. */
export type FileFormat = (typeof fileFormats)[number];

const byEnding: Readonly<Record<string, FileFormat>> = {
  ".csv": "csv",
  ".tsv": "csv",
  ".txt": "csv",
  ".parquet": "parquet",
  ".json": "json",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
};

/** @throws MlopsError FILE_FORMAT_UNKNOWN */
export function formatOf(path: string, format?: FileFormat): FileFormat {
  const known = format ?? byEnding[extname(path).toLowerCase()];
  if (known !== undefined) return known;
  throw new MlopsError("FILE_FORMAT_UNKNOWN", `The ending of ${path} says no format (${fileFormats.join(", ")}).`);
}

/**
 * Size in bytes and modification time of a regular file that has content.
 *
 * @throws MlopsError FILE_NOT_FOUND, PERMISSION_DENIED, FILE_EMPTY
 */
export async function inspectFile(path: string): Promise<{ readonly size: number; readonly modifiedAt: number }> {
  const found = await stat(path).catch((error: unknown) => {
    throw openError(path, error);
  });
  if (!found.isFile()) throw new MlopsError("FILE_NOT_FOUND", `${path} is not a file.`, { details: { path } });
  if (found.size === 0) throw new MlopsError("FILE_EMPTY", `${path} is empty.`, { details: { path } });
  return { size: found.size, modifiedAt: found.mtimeMs };
}

/** The first bytes of a file. @throws MlopsError FILE_NOT_FOUND, PERMISSION_DENIED */
export async function readStart(path: string, length: number): Promise<Uint8Array> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw openError(path, error);
  }
}

export function openError(path: string, error: unknown): MlopsError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ENOTDIR"
    ? new MlopsError("FILE_NOT_FOUND", `There is no file ${path}.`, { details: { path }, cause: error })
    : new MlopsError("PERMISSION_DENIED", `${path} cannot be opened: ${String(code ?? error)}.`, {
        details: { path },
        cause: error,
      });
}
