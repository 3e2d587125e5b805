import {
  integerOf,
  malformed,
  nestedFields,
  type ProtobufField,
  protobufFields,
  textOf,
} from "../protobuf/protobuf-reader.ts";
import { type ElementType, elementTypeOf } from "./element-type.ts";
import type { Dimension, OnnxModel } from "./model.ts";

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
  let irVersion: number | undefined;
  let graph: GraphSummary | undefined;
  const producer = { name: "", version: "" };
  const opsets = new Map<string, number>();
  const metadata = new Map<string, string>();
  for (const field of protobufFields(bytes)) {
    if (field.number === 1) irVersion = integerOf(field);
    else if (field.number === 2) producer.name = textOf(field);
    else if (field.number === 3) producer.version = textOf(field);
    else if (field.number === 7) {
      if (graph !== undefined) throw malformed(field.at, "there is a second graph");
      graph = readGraph(field);
    } else if (field.number === 8) addOnce(opsets, readOpset(field), field, "operator set");
    else if (field.number === 14) addOnce(metadata, readProperty(field), field, "metadata key");
  }
  if (irVersion === undefined) throw malformed(bytes.length, "it ends without an IR version");
  if (graph === undefined) throw malformed(bytes.length, "it ends without a graph");
  if (irVersion >= 3 && opsets.size === 0) throw malformed(bytes.length, "it ends without an operator set");
  return {
    irVersion,
    producer,
    opsets: Object.fromEntries(opsets),
    metadata: Object.fromEntries(metadata),
    ...graph,
  };
}

type GraphSummary = Pick<OnnxModelSummary, "graphName" | "inputs" | "outputs" | "operators">;

function readGraph(graph: ProtobufField): GraphSummary {
  let graphName = "";
  const inputs: ValueSummary[] = [];
  const outputs: ValueSummary[] = [];
  const initializers = new Set<string>();
  const operators = new Map<string, number>();
  for (const field of nestedFields(graph)) {
    if (field.number === 1) {
      const operator = readOperator(field);
      operators.set(operator, (operators.get(operator) ?? 0) + 1);
    } else if (field.number === 2) graphName = textOf(field);
    else if (field.number === 5) initializers.add(textAt(field, 8));
    else if (field.number === 11) inputs.push(readValue(field));
    else if (field.number === 12) outputs.push(readValue(field));
  }
  return {
    graphName,
    inputs: inputs.filter(({ name }) => !initializers.has(name)),
    outputs,
    operators: Object.fromEntries(operators),
  };
}

function readOperator(node: ProtobufField): string {
  const domain = textAt(node, 7);
  const operator = textAt(node, 4);
  return domain === "" || domain === "ai.onnx" ? operator : `${domain}.${operator}`;
}

function readOpset(opset: ProtobufField): [string, number] {
  let domain = "";
  let version = 0;
  for (const field of nestedFields(opset)) {
    if (field.number === 1) domain = textOf(field);
    else if (field.number === 2) version = integerOf(field);
  }
  return [domain, version];
}

function readProperty(property: ProtobufField): [string, string] {
  return [textAt(property, 1), textAt(property, 2)];
}

function readValue(value: ProtobufField): ValueSummary {
  const name = textAt(value, 1);
  const type = lastOf(value, 2);
  const tensorType = type && lastOf(type, 1);
  if (tensorType === undefined) return { name, type: null, shape: null };
  const code = lastOf(tensorType, 1);
  const shape = lastOf(tensorType, 2);
  return {
    name,
    type: code === undefined ? null : elementTypeOf(integerOf(code)),
    shape: shape === undefined ? null : readShape(shape),
  };
}

function readShape(shape: ProtobufField): Dimension[] {
  const dimensions: Dimension[] = [];
  for (const field of nestedFields(shape)) {
    if (field.number === 1) dimensions.push(readDimension(field));
  }
  return dimensions;
}

function readDimension(dimension: ProtobufField): Dimension {
  const value = lastOf(dimension, 1);
  if (value !== undefined) return integerOf(value);
  return textAt(dimension, 2) || "?";
}

/** The last field of that number: what the format gives for a single one that occurs twice. */
function lastOf(message: ProtobufField, number: number): ProtobufField | undefined {
  let found: ProtobufField | undefined;
  for (const field of nestedFields(message)) if (field.number === number) found = field;
  return found;
}

function textAt(message: ProtobufField, number: number): string {
  const field = lastOf(message, number);
  return field === undefined ? "" : textOf(field);
}

function addOnce<V>(map: Map<string, V>, [key, value]: [string, V], field: ProtobufField, what: string): void {
  if (map.has(key)) throw malformed(field.at, `the ${what} "${key}" occurs twice`);
  map.set(key, value);
}
