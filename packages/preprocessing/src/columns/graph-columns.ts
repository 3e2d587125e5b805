import { MlopsError } from "@mlops/core";
import { doubles, type GraphBuilder, int64s, type Tensor, type Value } from "@mlops/onnx";

import { type Category } from "./categories.ts";
import type { ColumnKind } from "./column-kind.ts";

/**
 * A column in a graph: a rank-1 value. Numbers, codes and booleans (0 and 1) are doubles with NaN for null, texts are
 * strings with "" for null, instants are int64 with −2⁶³ for null.
 */
export interface GraphColumn {
  readonly kind: ColumnKind;
  readonly value: Value;
}

/** In the order of the table's columns. */
export type GraphColumns = ReadonlyMap<string, GraphColumn>;

/** What a graph over prepared columns imports beside the standard operator set. */
export const preparationOpsets: Readonly<Record<string, number>> = { "ai.onnx.ml": 3 };

/** What an instant's int64 is where there is none. */
export const NULL_INSTANT = -(2n ** 63n);
const TYPE_CODES = { double: { int: 11 }, int64: { int: 7 }, bool: { int: 9 } } as const;

export function cast(graph: GraphBuilder, value: Value, to: keyof typeof TYPE_CODES): Value {
  return graph.node("Cast", [value], { attributes: { to: TYPE_CODES[to] } });
}

/** A constant of rank 0. */
export function scalar(graph: GraphBuilder, label: string, value: number | string | bigint): Value {
  return graph.constant(label, scalarTensor(value));
}

function scalarTensor(value: number | string | bigint): Tensor {
  if (typeof value === "number") return doubles([value], []);
  if (typeof value === "string") return { type: "string", data: [value], dimensions: [] };
  return { type: "int64", data: BigInt64Array.of(value), dimensions: [] };
}

/** Texts by table, as int64. */
export function encodeTexts(
  graph: GraphBuilder,
  text: Value,
  keys: readonly string[],
  codes: readonly number[],
  otherwise: number,
): Value {
  return graph.node("LabelEncoder", [text], {
    domain: "ai.onnx.ml",
    attributes: { keys_strings: { strings: keys }, values_int64s: { ints: codes }, default_int64: { int: otherwise } },
  });
}

/** A bool per row. */
export function isMissing(graph: GraphBuilder, { kind, value }: GraphColumn): Value {
  if (kind === "text") return cast(graph, encodeTexts(graph, value, [""], [1], 0), "bool");
  if (kind === "instant") return graph.node("Equal", [value, scalar(graph, "null_instant", NULL_INSTANT)]);
  return graph.node("IsNaN", [value]);
}

/** Codes for what is not a category. */
export interface OtherCodes {
  readonly missing: number;
  readonly unknown: number;
}

/** int64 code per row: the category's position, or one of `others`. */
export function encodeCategories(
  graph: GraphBuilder,
  column: GraphColumn,
  categories: readonly Category[],
  { missing, unknown }: OtherCodes,
): Value {
  if (column.kind === "text") {
    const codes = categories.map((_, code) => code);
    return encodeTexts(graph, column.value, [...categories.map(String), ""], [...codes, missing], unknown);
  }
  const known = encodeNumbers(graph, column.value, categories.map(Number), unknown);
  return graph.node("Where", [isMissing(graph, column), scalar(graph, "missing_code", BigInt(missing)), known]);
}

/** Compared with every category at once: LabelEncoder has no keys of double precision in the versions that all runtimes read. */
function encodeNumbers(graph: GraphBuilder, value: Value, categories: readonly number[], unknown: number): Value {
  if (categories.length === 0) return everyRow(graph, value, BigInt(unknown));
  const axis = graph.constant("axis", int64s([1]));
  const keys = graph.constant("categories", doubles(categories, [1, categories.length]));
  const equal = cast(graph, graph.node("Equal", [graph.node("Unsqueeze", [value, axis]), keys]), "double");
  // Offsets from "unknown", so that a row that equals no category stays there.
  const offsets = categories.map((_, code) => code - unknown);
  const weights = graph.constant("offsets", doubles(offsets, [categories.length, 1]));
  const offset = graph.node("Squeeze", [graph.node("MatMul", [equal, weights]), axis]);
  return cast(graph, graph.node("Add", [offset, scalar(graph, "unknown", unknown)]), "int64");
}

/** The same number in every row of the table whose columns these are. */
export function everyRowToOnnx(graph: GraphBuilder, columns: GraphColumns, number: number): Value {
  return graph.node("Expand", [scalar(graph, "constant", number), rowsToOnnx(graph, columns)]);
}

/** The number of rows, as a shape. */
export function rowsToOnnx(graph: GraphBuilder, columns: GraphColumns): Value {
  const [first] = columns.values();
  if (first === undefined) throw new MlopsError("ONNX_GRAPH_INVALID", "A graph without columns has no rows.");
  return graph.node("Shape", [first.value]);
}

/** The same number in every row of a column of doubles. */
function everyRow(graph: GraphBuilder, column: Value, number: bigint): Value {
  const constant = scalar(graph, "constant", number);
  return graph.node("Where", [graph.node("IsNaN", [column]), constant, constant]);
}

/**
 * The codes again; running the graph fails where one is not below `count`. ONNX has no operator that raises an error, but
 * it makes an index out of bounds one.
 */
export function assertCodes(graph: GraphBuilder, codes: Value, count: number): Value {
  const zeros = graph.constant("known_codes", int64s(Array.from({ length: count }, () => 0)));
  return graph.node("Add", [codes, graph.node("Gather", [zeros, codes])]);
}
