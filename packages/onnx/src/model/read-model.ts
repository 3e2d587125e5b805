import { all, fieldsOf, last, pairs, text } from "../protobuf/message-fields.ts";
import { integerOf, malformed, protobufFields } from "../protobuf/protobuf-reader.ts";
import type { OnnxModel } from "./model.ts";
import { readGraph } from "./read-graph.ts";
import { unsupported } from "./unsupported.ts";

/**
 * Reads an ONNX file into what `writeModel` takes. Unknown fields are passed over; documentation strings and the shapes
 * of inner values, which follow from the rest, are not kept.
 *
 * @throws MlopsError ONNX_MALFORMED with the offset where reading stopped; ONNX_UNSUPPORTED for what a model of tensors
 *   cannot hold: sequences and maps, weights in other files, functions, sparse tensors, element types below 8 bits.
 */
export function readModel(bytes: Uint8Array): OnnxModel {
  const model = fieldsOf(protobufFields(bytes));
  const irVersion = last(model, 1);
  const graphs = all(model, 7);
  const [graph, second] = graphs;
  if (irVersion === undefined) throw malformed(bytes.length, "it ends without an IR version");
  if (graph === undefined) throw malformed(bytes.length, "it ends without a graph");
  if (second !== undefined) throw malformed(second.at, "there is a second graph");
  if (all(model, 25).length > 0) throw unsupported("A model with functions of its own");
  const opsets = pairs(all(model, 8), "operator set", (pair) => {
    const domain = text(pair, 1);
    const version = last(pair, 2);
    return [domain === "ai.onnx" ? "" : domain, version === undefined ? 0 : integerOf(version)];
  });
  if (integerOf(irVersion) >= 3 && Object.keys(opsets).length === 0) {
    throw malformed(bytes.length, "it ends without an operator set");
  }
  return {
    graph: readGraph(graph),
    irVersion: integerOf(irVersion),
    opsets,
    producer: { name: text(model, 2), version: text(model, 3) },
    metadata: pairs(all(model, 14), "metadata key", (pair) => [text(pair, 1), text(pair, 2)]),
  };
}
