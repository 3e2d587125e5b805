import { type ProtobufWriter, protobufWriter } from "../protobuf/protobuf-writer.ts";
import type { Attribute, Attributes } from "./attribute.ts";
import { elementTypeCodes } from "./element-type.ts";
import { type Dimension, type Graph, type Node, type OnnxModel, UNKNOWN_DIMENSION, type ValueInfo } from "./model.ts";
import { tensorBytes } from "./tensor-bytes.ts";
import type { Tensor } from "./tensor.ts";

/**
 * A model as the bytes of an ONNX file (ModelProto). Equal models give equal bytes: maps are written in the order of
 * their keys, lists in their own. Field numbers are those of onnx.proto.
 */
export function writeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const writer = protobufWriter();
  writer.integer(1, model.irVersion);
  writer.text(2, model.producer.name);
  if (model.producer.version !== "") writer.text(3, model.producer.version);
  writer.message(7, (nested) => writeGraph(nested, model.graph));
  for (const [domain, version] of byKey(model.opsets)) {
    writer.message(8, (nested) => {
      if (domain !== "") nested.text(1, domain);
      nested.integer(2, version);
    });
  }
  for (const [key, value] of byKey(model.metadata)) {
    writer.message(14, (nested) => {
      nested.text(1, key);
      nested.text(2, value);
    });
  }
  return writer.finish();
}

function writeGraph(writer: ProtobufWriter, graph: Graph): void {
  for (const node of graph.nodes) writer.message(1, (nested) => writeNode(nested, node));
  writer.text(2, graph.name);
  for (const { name, tensor } of graph.initializers) {
    writer.message(5, (nested) => writeTensor(nested, tensor, name));
  }
  for (const input of graph.inputs) writer.message(11, (nested) => writeValueInfo(nested, input));
  for (const output of graph.outputs) writer.message(12, (nested) => writeValueInfo(nested, output));
}

function writeNode(writer: ProtobufWriter, node: Node): void {
  for (const input of node.inputs) writer.text(1, input);
  for (const output of node.outputs) writer.text(2, output);
  writer.text(3, node.name);
  writer.text(4, node.operator);
  writeAttributes(writer, node.attributes);
  if (node.domain !== "") writer.text(7, node.domain);
}

function writeAttributes(writer: ProtobufWriter, attributes: Attributes): void {
  for (const [name, attribute] of byKey(attributes)) {
    writer.message(5, (nested) => {
      nested.text(1, name);
      writeAttributeValue(nested, attribute);
    });
  }
}

/** Field 20 is AttributeProto.AttributeType. */
function writeAttributeValue(writer: ProtobufWriter, attribute: Attribute): void {
  if ("float" in attribute) {
    writer.float(2, attribute.float);
    writer.integer(20, 1);
  } else if ("int" in attribute) {
    writer.integer(3, attribute.int);
    writer.integer(20, 2);
  } else if ("string" in attribute) {
    writer.text(4, attribute.string);
    writer.integer(20, 3);
  } else if ("tensor" in attribute) {
    writer.message(5, (nested) => writeTensor(nested, attribute.tensor, ""));
    writer.integer(20, 4);
  } else if ("floats" in attribute) {
    writer.packedFloats(7, attribute.floats);
    writer.integer(20, 6);
  } else if ("ints" in attribute) {
    writer.packedIntegers(8, attribute.ints);
    writer.integer(20, 7);
  } else if ("strings" in attribute) {
    for (const text of attribute.strings) writer.text(9, text);
    writer.integer(20, 8);
  } else if ("graph" in attribute) {
    writer.message(6, (nested) => writeGraph(nested, attribute.graph));
    writer.integer(20, 5);
  } else if ("tensors" in attribute) {
    for (const tensor of attribute.tensors) writer.message(10, (nested) => writeTensor(nested, tensor, ""));
    writer.integer(20, 9);
  } else {
    for (const graph of attribute.graphs) writer.message(11, (nested) => writeGraph(nested, graph));
    writer.integer(20, 10);
  }
}

function writeTensor(writer: ProtobufWriter, tensor: Tensor, name: string): void {
  writer.packedIntegers(1, tensor.dimensions);
  writer.integer(2, elementTypeCodes[tensor.type]);
  if (tensor.type === "string") for (const text of tensor.data) writer.text(6, text);
  if (name !== "") writer.text(8, name);
  if (tensor.type !== "string") writer.bytes(9, tensorBytes(tensor));
}

function writeValueInfo(writer: ProtobufWriter, info: ValueInfo): void {
  const { name, type, shape } = info;
  writer.text(1, name);
  if (type === null && shape === null) return;
  writer.message(2, (nested) => {
    nested.message(1, (tensorType) => {
      if (type !== null) tensorType.integer(1, elementTypeCodes[type]);
      if (shape !== null) tensorType.message(2, (dimensions) => writeShape(dimensions, shape));
    });
  });
}

function writeShape(writer: ProtobufWriter, shape: readonly Dimension[]): void {
  for (const dimension of shape) {
    writer.message(1, (nested) => {
      if (typeof dimension === "number") nested.integer(1, dimension);
      else if (dimension !== UNKNOWN_DIMENSION) nested.text(2, dimension);
    });
  }
}

function byKey<T>(map: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
