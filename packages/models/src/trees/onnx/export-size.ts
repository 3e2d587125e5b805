import { MlopsError } from "@mlops/core";

/** From so many nodes on, the newer and smaller operator is used: it needs a runtime of 2024 or newer. */
export const MANY_NODES = 200_000;

/** ONNX files end at 2 GiB; the rest of the model needs some room too. */
const LARGEST_FILE = 1.9e9;
const [NODE_BYTES, LEAF_BYTES, LEAF_VALUE_BYTES] = [12, 8, 16];

/**
 * @throws MlopsError MODEL_FIT_INVALID for trees that no ONNX file could hold, before they are all grown
 */
export function assertExportable(nodes: number, leafWidth: number): void {
  const leaves = nodes / 2;
  const bytes =
    leafWidth === 1 ? nodes * NODE_BYTES + leaves * LEAF_BYTES : nodes * 36 + leaves * leafWidth * LEAF_VALUE_BYTES;
  if (bytes <= LARGEST_FILE) return;
  throw new MlopsError(
    "MODEL_FIT_INVALID",
    `The trees have ${nodes} nodes so far, about ${(bytes / 1e9).toFixed(1)} GB of an ONNX file, which ends at 2 GB.`,
    { hint: "Set max_depth or a larger min_samples_leaf, or grow fewer trees." },
  );
}
