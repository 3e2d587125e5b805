import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";

import { MlopsError } from "@mlops/core";
import { makeFolder } from "@mlops/store/make-folder";

/**
 * Writes a file whole or not at all, its folder too: whoever reads it meets the old or the new one.
 *
 * @param hint what to do where the place is not writable
 * @throws MlopsError PERMISSION_DENIED
 */
export async function writeWhole(path: string, content: string | Uint8Array, hint: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    makeFolder(dirname(path));
    await using file = await open(temporary, "w");
    await file.writeFile(content);
    await file.sync();
    await rename(temporary, path);
  } catch (cause) {
    throw new MlopsError("PERMISSION_DENIED", `The file ${path} cannot be written.`, {
      cause,
      details: { path },
      hint,
    });
  }
}
