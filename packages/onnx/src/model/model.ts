import type { Attributes } from "./attribute.ts";
import type { ElementType } from "./element-type.ts";
import type { Tensor } from "./tensor.ts";

/** A size, or the name of one that is known only when the model runs: `rows`. "?" is a size of which nothing is known. */
export type Dimension = number | string;

export const UNKNOWN_DIMENSION = "?";

export interface ValueInfo {
  readonly name: string;
  /** Null where it is not stated, as subgraphs may. */
  readonly type: ElementType | null;
  /** Null where the rank is not stated. */
  readonly shape: readonly Dimension[] | null;
}

export interface Node {
  readonly name: string;
  readonly operator: string;
  /** "" is the standard operator set. */
  readonly domain: string;
  /** Names of values; "" leaves out an optional input. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

/** Nodes stand after those whose outputs they use. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly initializers: readonly { readonly name: string; readonly tensor: Tensor }[];
  readonly nodes: readonly Node[];
}

export interface OnnxModel {
  readonly graph: Graph;
  readonly irVersion: number;
  /** Version by domain; "" is the standard operator set. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly producer: { readonly name: string; readonly version: string };
  /** `metadata_props`: what the model says about itself. */
  readonly metadata: Readonly<Record<string, string>>;
}

const DEFAULT_IR_VERSION = 9;
const DEFAULT_OPSET = 17;

/** A model of the versions that every supported runtime reads: IR 9, operator set 17. */
export function onnxModel(
  graph: Graph,
  options: Partial<Pick<OnnxModel, "opsets" | "producer" | "metadata">> = {},
): OnnxModel {
  return {
    graph,
    irVersion: DEFAULT_IR_VERSION,
    opsets: { "": DEFAULT_OPSET, ...options.opsets },
    producer: options.producer ?? { name: "mlops", version: "" },
    metadata: options.metadata ?? {},
  };
}
