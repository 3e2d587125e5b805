import { randomBytes } from "node:crypto";
import { link, open, rename, rm } from "node:fs/promises";

import { MlopsError } from "@mlops/core";

/**
 * Writes a text file whole or not at all.
 *
 * @throws MlopsError INVALID_ARGUMENT where the file is there and may not be replaced, FILE_NOT_FOUND for a folder that
 *   does not exist, PERMISSION_DENIED
 */
export async function writeNewText(
  target: string,
  text: string,
  { replace }: { readonly replace: boolean },
): Promise<void> {
  const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    {
      await using file = await open(temporary, "wx");
      await file.writeFile(text);
      await file.sync();
    }
    // A link fails where the name is taken, also by another process since it was looked at.
    await (replace ? rename(temporary, target) : link(temporary, target));
  } catch (cause) {
    throw writeError(target, cause);
  } finally {
    await rm(temporary, { force: true });
  }
}

function writeError(target: string, cause: unknown): MlopsError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const options = { cause, details: { path: target } };
  if (code === "EEXIST") {
    const hint = "Name another file, or remove this one first.";
    return new MlopsError("INVALID_ARGUMENT", `${target} exists already; it is not written over.`, {
      ...options,
      hint,
    });
  }
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new MlopsError("FILE_NOT_FOUND", `The folder of ${target} does not exist.`, options);
  }
  return new MlopsError("PERMISSION_DENIED", `${target} cannot be written: ${String(code ?? cause)}.`, options);
}
