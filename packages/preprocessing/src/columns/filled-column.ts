import type { GraphBuilder } from "@mlops/onnx";
import { type Column, makeColumn } from "@mlops/table";

import type { Category } from "./categories.ts";
import { type GraphColumn, isMissing, scalar } from "./graph-columns.ts";
import { doublesOf, isNull, numberColumn, textColumn } from "./prepared-columns.ts";

/** The column with a constant where it lacks a value: a text, a number, a boolean, or UTC milliseconds of an instant. */
export function filledColumn(column: Column, fill: Category): Column {
  if (column.type === "string") {
    const text = String(fill);
    return textColumn(column.length, (row) =>
      isNull(column, row) ? text : (column.dictionary[column.values[row] ?? 0] ?? text),
    );
  }
  const doubles = doublesOf(column).map((value) => (Number.isNaN(value) ? Number(fill) : value));
  if (column.type === "instant") return makeColumn("instant", doubles, null);
  return column.type === "bool" ? makeColumn("bool", Uint8Array.from(doubles), null) : numberColumn(doubles);
}

/** The same in a graph; codes become numbers. */
export function filledToOnnx(graph: GraphBuilder, column: GraphColumn, fill: Category): GraphColumn {
  const constant = scalar(graph, "fill", graphValue(column, fill));
  const value = graph.node("Where", [isMissing(graph, column), constant, column.value]);
  return { kind: column.kind === "code" ? "number" : column.kind, value };
}

function graphValue({ kind }: GraphColumn, fill: Category): number | string | bigint {
  if (kind === "instant") return BigInt(Number(fill));
  return typeof fill === "boolean" ? Number(fill) : fill;
}
