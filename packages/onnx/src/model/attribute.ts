import type { Graph } from "./model.ts";
import type { Tensor } from "./tensor.ts";

/** A node's attribute. ONNX tells 0 from 0.0, so the kind is named: `{ int: 0 }`, `{ float: 0 }`. */
export type Attribute =
  | { readonly int: number | bigint }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly (number | bigint)[] }
  | { readonly floats: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly tensor: Tensor }
  | { readonly tensors: readonly Tensor[] }
  /** The body of an If or a Loop: it sees the values of the graph around it. */
  | { readonly graph: Graph }
  | { readonly graphs: readonly Graph[] };

export type Attributes = Readonly<Record<string, Attribute>>;
