import { all, fieldsOf, last, type MessageFields, messageOf, text } from "../protobuf/message-fields.ts";
import { integerOf, type ProtobufField, protobufFields } from "../protobuf/protobuf-reader.ts";
import { type ElementType, elementTypeOf } from "./element-type.ts";
import type { Dimension, OnnxModel } from "./model.ts";
import { onlyGraph, readPreamble } from "./read-preamble.ts";
import { readDimension } from "./read-dimension.ts";

/** A model's input or output. */
export interface ValueSummary {
  readonly name: string;
  /** Null where it is no tensor, or of an element type not known here. */
  readonly type: ElementType | null;
  /** Null where the rank is not stated; "?" for a size that has neither value nor name. */
  readonly shape: readonly Dimension[] | null;
}

/** What a model says about itself, without its nodes and weights. */
export interface OnnxModelSummary extends Pick<OnnxModel, "irVersion" | "opsets" | "producer" | "metadata"> {
  readonly graphName: string;
  /** What a caller has to give: initializers that older files list among the inputs are left out. */
  readonly inputs: readonly ValueSummary[];
  readonly outputs: readonly ValueSummary[];
  /** How often each operator occurs at the graph's top level, with its domain before a dot where it has one. */
  readonly operators: Readonly<Record<string, number>>;
}

/**
 * Reads the summary of an ONNX file. Unknown fields are passed over; weights are not decoded, so that a large model costs
 * little.
 *
 * @throws MlopsError ONNX_MALFORMED with the offset where reading stopped.
 */
export function readModelSummary(bytes: Uint8Array): OnnxModelSummary {
  const model = fieldsOf(protobufFields(bytes));
  const graph = onlyGraph(model, bytes.length);
  return { ...readPreamble(model, bytes.length), ...readGraph(graph) };
}

function readGraph(field: ProtobufField): Pick<OnnxModelSummary, "graphName" | "inputs" | "outputs" | "operators"> {
  const graph = messageOf(field);
  const initializers = new Set(all(graph, 5).map((tensor) => text(messageOf(tensor), 8)));
  const operators = new Map<string, number>();
  for (const node of all(graph, 1)) {
    const operator = readOperator(messageOf(node));
    operators.set(operator, (operators.get(operator) ?? 0) + 1);
  }
  return {
    graphName: text(graph, 2),
    inputs: all(graph, 11)
      .map(readValue)
      .filter(({ name }) => !initializers.has(name)),
    outputs: all(graph, 12).map(readValue),
    operators: Object.fromEntries(operators),
  };
}

function readOperator(node: MessageFields): string {
  const domain = text(node, 7);
  const operator = text(node, 4);
  return domain === "" || domain === "ai.onnx" ? operator : `${domain}.${operator}`;
}

function readValue(field: ProtobufField): ValueSummary {
  const value = messageOf(field);
  const name = text(value, 1);
  const type = last(value, 2);
  const tensorField = type && last(messageOf(type), 1);
  if (tensorField === undefined) return { name, type: null, shape: null };
  const tensor = messageOf(tensorField);
  const code = last(tensor, 1);
  const shape = last(tensor, 2);
  return {
    name,
    type: code === undefined ? null : elementTypeOf(integerOf(code)),
    shape: shape === undefined ? null : all(messageOf(shape), 1).map(readDimension),
  };
}
