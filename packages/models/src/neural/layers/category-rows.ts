import type { Value } from "@mlops/onnx";

import type { Parameter } from "../parameters.ts";
import type { Scope } from "../scope.ts";

/** One table for all columns: for each, a row for missing and unseen, then one per category. Begins normal, as PyTorch's. */
export function categoryTable(categories: readonly number[], width: number): Parameter {
  const rows = categories.reduce((sum, count) => sum + count + 1, 0);
  return { name: "categories", shape: [rows, width], initialisation: { kind: "normal", deviation: 1 } };
}

/** The rows of codes int32 [rows, columns]: float [rows, columns, width]. */
export function categoryRows(scope: Scope, codes: Value, categories: readonly number[]): Value {
  const { graph } = scope;
  let offset = 0;
  const offsets = categories.map((count) => (offset += count + 1) - count - 1);
  const wide = graph.node("Cast", [codes], { attributes: { to: { int: 7 } } });
  return graph.node("Gather", [scope.parameter("categories"), graph.node("Add", [wide, scope.integers(offsets)])]);
}
