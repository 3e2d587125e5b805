import { all, last, type MessageFields, pairs, text } from "../protobuf/message-fields.ts";
import { integerOf, malformed, type ProtobufField } from "../protobuf/protobuf-reader.ts";
import type { OnnxModel } from "./model.ts";

/** What stands in ModelProto beside its graph. `length` is the file's, for messages about what is not there. */
export function readPreamble(model: MessageFields, length: number): Omit<OnnxModel, "graph"> {
  const version = last(model, 1);
  if (version === undefined) throw malformed(length, "it ends without an IR version");
  const irVersion = integerOf(version);
  const opsets = pairs(all(model, 8), "operator set", (pair) => {
    const domain = text(pair, 1);
    const version = last(pair, 2);
    return [domain === "ai.onnx" ? "" : domain, version === undefined ? 0 : integerOf(version)];
  });
  if (irVersion >= 3 && Object.keys(opsets).length === 0) throw malformed(length, "it ends without an operator set");
  return {
    irVersion,
    opsets,
    producer: { name: text(model, 2), version: text(model, 3) },
    metadata: pairs(all(model, 14), "metadata key", (pair) => [text(pair, 1), text(pair, 2)]),
  };
}

/** The one graph of a model. */
export function onlyGraph(model: MessageFields, length: number): ProtobufField {
  const [graph, second] = all(model, 7);
  if (last(model, 1) === undefined) throw malformed(length, "it ends without an IR version");
  if (graph === undefined) throw malformed(length, "it ends without a graph");
  if (second !== undefined) throw malformed(second.at, "there is a second graph");
  return graph;
}
