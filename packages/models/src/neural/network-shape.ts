import type { Network, NetworkColumns } from "./network.ts";
import { mlp, type MlpShape } from "./networks/mlp.ts";
import { tabTransformer, type TabTransformerShape } from "./networks/tab-transformer.ts";

/** What a network is made of, as plain data: stored with its parameters. */
export type NetworkShape = MlpShape | TabTransformerShape;

export function networkOf(shape: NetworkShape, columns: NetworkColumns): Network {
  return shape.kind === "mlp" ? mlp(shape, columns) : tabTransformer(shape, columns);
}
