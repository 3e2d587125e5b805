export { graphBuilder, type GraphBuilder, type NodeOptions, type Value } from "./graph/graph-builder.ts";
export type { Attribute, Attributes } from "./model/attribute.ts";
export type { ElementType } from "./model/element-type.ts";
export { type Dimension, type Graph, type Node, onnxModel, type OnnxModel, type ValueInfo } from "./model/model.ts";
export { type OnnxModelSummary, readModelSummary, type ValueSummary } from "./model/read-model-summary.ts";
export { doubles, int64s, type Tensor } from "./model/tensor.ts";
export { writeModel } from "./model/write-model.ts";
