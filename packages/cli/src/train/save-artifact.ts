import { join, resolve } from "node:path";

import type { Services } from "../compose.ts";
import { writeWhole } from "../files/write-whole.ts";

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
  const bytes = await (await services.store()).blobs.read(model.digest);
  await writeWhole(target, bytes, "Choose a writable folder with --save-dir; the model is registered all the same.");
  return target;
}
