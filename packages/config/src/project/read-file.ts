import { readFile } from "node:fs/promises";

import { MlopsError } from "@mlops/core";

/** The bytes of a file, or undefined where there is none. */
export async function readOptionalFile(path: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path, signal ? { signal } : {});
  } catch (cause) {
    const code = systemCode(cause);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === "EACCES" || code === "EPERM") {
      throw new MlopsError("PERMISSION_DENIED", `The file ${path} cannot be read (${code}).`, {
        hint: "Give yourself the right to read it.",
        cause,
      });
    }
    throw new MlopsError("FILE_NOT_FOUND", `The file ${path} cannot be read (${code ?? String(cause)}).`, { cause });
  }
}

/** `ENOENT` and the like. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
