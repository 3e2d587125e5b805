import type { Value } from "@mlops/onnx";

import { categoryRows, categoryTable } from "./category-rows.ts";
import type { NetworkColumns, NetworkInputs } from "../network.ts";
import type { Parameter } from "../parameters.ts";
import type { Scope } from "../scope.ts";

/**
 * One token per column, categorical ones first. All categories lie in one table; each column's first row is its token for
 * missing and unseen. A number x is the token x · w + b, a missing one m + b, where numbers were missing in training.
 */
export function tokenParameters(columns: NetworkColumns, width: number): Parameter[] {
  const { numeric, hasMissing, categories } = columns;
  const uniform = { kind: "uniform", bound: 1 } as const;
  return [
    ...(categories.length > 0 ? [categoryTable(categories, width)] : []),
    ...(numeric > 0
      ? [
          { name: "numeric.weight", shape: [numeric, width], initialisation: uniform },
          { name: "numeric.bias", shape: [numeric, width], initialisation: uniform },
        ]
      : []),
    ...(numeric > 0 && hasMissing
      ? [{ name: "numeric.missing", shape: [numeric, width], initialisation: uniform }]
      : []),
  ];
}

export function tokenCount({ numeric, categories }: NetworkColumns): number {
  return numeric + categories.length;
}

/** Tokens [rows · columns, width]. */
export function tokens(scope: Scope, inputs: NetworkInputs, columns: NetworkColumns, width: number): Value {
  const { graph } = scope;
  const parts = [
    ...(inputs.codes ? [categoryRows(scope, inputs.codes, columns.categories)] : []),
    ...(inputs.numeric ? [numericTokens(scope, inputs.numeric, inputs.missing)] : []),
  ];
  const all =
    parts.length === 1 ? parts[0] : graph.node("Concat", parts, { attributes: { axis: { int: 1 } }, label: "tokens" });
  return graph.node("Reshape", [all, scope.integers([-1, width])]);
}

/** float [rows, columns, width] */
function numericTokens(scope: Scope, numeric: Value, missing: Value | undefined): Value {
  const { graph } = scope;
  const column = (value: Value): Value => graph.node("Unsqueeze", [value, scope.integers([2])]);
  const scaled = graph.node("Mul", [column(numeric), scope.parameter("numeric.weight")]);
  const shifted = graph.node("Add", [scaled, scope.parameter("numeric.bias")]);
  if (missing === undefined) return shifted;
  return graph.node("Add", [shifted, graph.node("Mul", [column(missing), scope.parameter("numeric.missing")])]);
}
