import { MlopsError } from "@mlops/core";

import type { OnnxModel } from "./model.ts";

/**
 * The operator sets of models that become one.
 *
 * @throws MlopsError ONNX_GRAPH_INVALID where two of them ask for different versions of one domain.
 */
export function mergeOpsets(...models: readonly Pick<OnnxModel, "opsets">[]): Record<string, number> {
  const merged = new Map<string, number>();
  for (const { opsets } of models) {
    for (const [domain, version] of Object.entries(opsets)) {
      const known = merged.get(domain) ?? version;
      if (known !== version) {
        const name = domain === "" ? "the standard operators" : domain;
        throw new MlopsError("ONNX_GRAPH_INVALID", `Two graphs need versions ${known} and ${version} of ${name}.`, {
          hint: "Build both graphs for the same version of the operator set.",
          details: { domain, versions: [known, version] },
        });
      }
      merged.set(domain, version);
    }
  }
  return Object.fromEntries(merged);
}

/**
 * The model with further things that it says about itself; a known key is said anew.
 *
 * @throws MlopsError ONNX_GRAPH_INVALID for a key or text that the file cannot hold.
 */
export function withMetadata(model: OnnxModel, entries: Readonly<Record<string, string>>): OnnxModel {
  for (const [key, text] of Object.entries(entries)) {
    if (key !== "" && key.isWellFormed() && text.isWellFormed() && !key.includes("\0") && !text.includes("\0"))
      continue;
    throw new MlopsError(
      "ONNX_GRAPH_INVALID",
      `The metadata ${JSON.stringify(key)} is no text that a model can hold.`,
      {
        details: { key },
      },
    );
  }
  return { ...model, metadata: { ...model.metadata, ...entries } };
}
