import type { Tensor } from "./tensor.ts";

/** A node's attribute. ONNX tells 0 from 0.0, so the kind is named: `{ int: 0 }`, `{ float: 0 }`. */
export type Attribute =
  | { readonly int: number | bigint }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly (number | bigint)[] }
  | { readonly floats: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly tensor: Tensor };

export type Attributes = Readonly<Record<string, Attribute>>;
