import { open, rename } from "node:fs/promises";
import { join, resolve } from "node:path";

import { MlopsError } from "@mlops/core";
import { makeFolder } from "@mlops/store/make-folder";

import type { Services } from "../compose.ts";

/**
 * Writes a registered model into a folder as `<name>-v<version>.onnx`, whole or not at all; undefined without a folder.
 *
 * @throws MlopsError PERMISSION_DENIED
 */
export async function saveArtifact(
  services: Services,
  folder: string | undefined,
  model: { readonly name: string; readonly version: number; readonly digest: string },
): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  const target = join(resolve(folder), `${model.name}-v${model.version}.onnx`);
  const temporary = `${target}.${process.pid}.tmp`;
  const bytes = await (await services.store()).blobs.read(model.digest);
  try {
    makeFolder(resolve(folder));
    await using file = await open(temporary, "w");
    await file.writeFile(bytes);
    await file.sync();
    await rename(temporary, target);
  } catch (cause) {
    throw new MlopsError("PERMISSION_DENIED", `The model cannot be written to ${target}.`, {
      cause,
      details: { path: target },
      hint: "Choose a writable folder with --save-dir; the model is registered all the same.",
    });
  }
  return target;
}
