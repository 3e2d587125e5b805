import { open, rename, rm } from "node:fs/promises";

import { MlopsError } from "@mlops/core";

/** Writes a text file that is whole or not there, also after a power failure. @throws MlopsError PERMISSION_DENIED */
export async function writeWholeFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await using file = await open(temporary, "w");
    await file.writeFile(text);
    await file.sync();
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new MlopsError("PERMISSION_DENIED", `${path} cannot be written.`, { cause, details: { path } });
  }
}
