import { all, last, type MessageFields, messageOf, pairs, text } from "../protobuf/message-fields.ts";
import { packedIntegers, packedReals } from "../protobuf/packed.ts";
import { integerOf, malformed, type ProtobufField, textOf } from "../protobuf/protobuf-reader.ts";
import type { Attribute } from "./attribute.ts";
import { elementTypeOf } from "./element-type.ts";
import type { Graph, Node, ValueInfo } from "./model.ts";
import { readDimension } from "./read-dimension.ts";
import { readTensor } from "./read-tensor.ts";
import { unsupported } from "./unsupported.ts";

/** Graphs inside graphs; deeper ones are no models but attempts on the stack. */
const MAXIMUM_DEPTH = 32;

/** GraphProto. */
export function readGraph(field: ProtobufField, depth = 1): Graph {
  if (depth > MAXIMUM_DEPTH) throw malformed(field.at, `graphs stand more than ${MAXIMUM_DEPTH} deep in each other`);
  const graph = messageOf(field);
  if (all(graph, 15).length > 0) throw unsupported("A sparse initializer");
  return {
    name: text(graph, 2),
    inputs: all(graph, 11).map(readValueInfo),
    outputs: all(graph, 12).map(readValueInfo),
    initializers: all(graph, 5).map((entry) => {
      const tensor = messageOf(entry);
      return { name: text(tensor, 8), tensor: readTensor(tensor, entry.at) };
    }),
    nodes: all(graph, 1).map((node) => readNode(node, depth)),
  };
}

function readNode(field: ProtobufField, depth: number): Node {
  const node = messageOf(field);
  const domain = text(node, 7);
  return {
    name: text(node, 3),
    operator: text(node, 4),
    domain: domain === "ai.onnx" ? "" : domain,
    inputs: all(node, 1).map(textOf),
    outputs: all(node, 2).map(textOf),
    attributes: pairs(all(node, 5), "attribute", (pair) => [text(pair, 1), readAttribute(pair, field, depth)]),
  };
}

/** AttributeProto: field 20 names the kind; files of IR version 1 leave it out. */
function readAttribute(attribute: MessageFields, { at }: ProtobufField, depth: number): Attribute {
  const name = text(attribute, 1);
  if (all(attribute, 21).length > 0) throw unsupported(`The attribute "${name}" of a function`);
  const kind = last(attribute, 20);
  switch (kind === undefined ? kindOf(attribute) : integerOf(kind)) {
    case 1:
      return { float: packedReals(all(attribute, 2).slice(-1), 4)[0] ?? 0 };
    case 2:
      return { int: signed(packedIntegers(all(attribute, 3).slice(-1))[0] ?? 0n) };
    case 3:
      return { string: text(attribute, 4) };
    case 4: {
      const tensor = last(attribute, 5);
      if (tensor === undefined) throw malformed(at, `the attribute "${name}" has no tensor`);
      return { tensor: readTensor(messageOf(tensor), tensor.at) };
    }
    case 5: {
      const graph = last(attribute, 6);
      if (graph === undefined) throw malformed(at, `the attribute "${name}" has no graph`);
      return { graph: readGraph(graph, depth + 1) };
    }
    case 6:
      return { floats: packedReals(all(attribute, 7), 4) };
    case 7:
      return { ints: packedIntegers(all(attribute, 8)).map(signed) };
    case 8:
      return { strings: all(attribute, 9).map(textOf) };
    case 9:
      return { tensors: all(attribute, 10).map((tensor) => readTensor(messageOf(tensor), tensor.at)) };
    case 10:
      return { graphs: all(attribute, 11).map((graph) => readGraph(graph, depth + 1)) };
    default:
      throw unsupported(`The kind of the attribute "${name}"`, { attribute: name });
  }
}

/** The numbers of the fields that hold a value, with the kind that each means. */
const kindsByField = [
  [2, 1],
  [3, 2],
  [4, 3],
  [5, 4],
  [6, 5],
  [7, 6],
  [8, 7],
  [9, 8],
  [10, 9],
  [11, 10],
] as const;

function kindOf(attribute: MessageFields): number | undefined {
  return kindsByField.find(([field]) => attribute.has(field))?.[1];
}

/** As a number where a number holds it exactly. */
function signed(value: bigint): number | bigint {
  const integer = BigInt.asIntN(64, value);
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

/** ValueInfoProto with a tensor type or none. */
function readValueInfo(field: ProtobufField): ValueInfo {
  const value = messageOf(field);
  const name = text(value, 1);
  const typeField = last(value, 2);
  const type = typeField && messageOf(typeField);
  const tensorField = type && last(type, 1);
  if (tensorField === undefined) {
    if (type !== undefined && [4, 5, 8, 9].some((other) => type.has(other))) {
      throw unsupported(`The value "${name}", which is no tensor,`, { name });
    }
    return { name, type: null, shape: null };
  }
  const tensor = messageOf(tensorField);
  const shape = last(tensor, 2);
  return {
    name,
    type: readElementType(last(tensor, 1), name),
    shape: shape === undefined ? null : all(messageOf(shape), 1).map(readDimension),
  };
}

function readElementType(field: ProtobufField | undefined, name: string) {
  const code = field === undefined ? 0 : integerOf(field);
  if (code === 0) return null;
  const type = elementTypeOf(code);
  if (type === null) throw unsupported(`The element type ${code} of "${name}"`, { name });
  return type;
}
