import { MlopsError } from "@mlops/core";
import { type ModelRegistry, type ModelVersion, resolveModel } from "@mlops/store";

const SHORT = /^([A-Za-z0-9][A-Za-z0-9._-]*)([@/][^/@]+)?$/;

/**
 * The version that `models show` is about. Beside model URIs it takes `NAME@ALIAS`, `NAME/3` and `NAME`, which is the
 * champion or, where none was chosen, the newest version: files are not shown, so that no path can be meant.
 *
 * @throws MlopsError MODEL_NOT_FOUND, MODEL_URI_INVALID, FILE_NOT_FOUND
 */
export async function shownModel(registry: ModelRegistry, given: string, folder: string): Promise<ModelVersion> {
  const [, name, rest] = given.endsWith(".onnx") ? [] : (SHORT.exec(given) ?? []);
  if (name !== undefined && rest === undefined) {
    const aliases = await registry.aliases(name);
    const [newest] = await registry.versions(name);
    const champion = aliases["champion"];
    const found = champion === undefined ? newest : await registry.version(name, champion);
    if (found !== undefined) return found;
  }
  const resolved = await resolveModel(registry, name === undefined ? given : `models:/${given}`, folder);
  if (resolved.kind === "registered") return resolved.version;
  throw new MlopsError("MODEL_URI_INVALID", `"${given}" is a file: only registered models can be shown.`);
}
