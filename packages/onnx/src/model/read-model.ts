import { all, fieldsOf } from "../protobuf/message-fields.ts";
import { protobufFields } from "../protobuf/protobuf-reader.ts";
import type { OnnxModel } from "./model.ts";
import { readGraph } from "./read-graph.ts";
import { onlyGraph, readPreamble } from "./read-preamble.ts";
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
  const graph = onlyGraph(model, bytes.length);
  const preamble = readPreamble(model, bytes.length);
  if (all(model, 25).length > 0) throw unsupported("A model with functions of its own");
  return { ...preamble, graph: readGraph(graph) };
}
