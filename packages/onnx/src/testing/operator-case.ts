import type { Attributes } from "../model/attribute.ts";
import { type Graph, onnxModel, type OnnxModel } from "../model/model.ts";
import type { Tensor } from "../model/tensor.ts";

/** One node with values for its inputs. */
export interface OperatorCase {
  readonly operator: string;
  readonly domain?: string;
  readonly opset?: number;
  readonly mlOpset?: number;
  readonly attributes?: Attributes;
  /** Undefined leaves an optional input out. */
  readonly inputs: readonly (Tensor | undefined)[];
  /** Inputs that are stored in the model, by place. */
  readonly constants?: readonly number[];
  readonly outputs?: number;
}

/** A model of that node alone; `named` gives each axis of an input a name instead of its size. */
export function modelOf(from: OperatorCase, named = false): OnnxModel {
  const { operator, domain = "", opset = 17, mlOpset = 3, attributes = {}, inputs, constants = [], outputs = 1 } = from;
  const given = inputs.flatMap((tensor, index) =>
    tensor === undefined ? [] : [{ name: `in${index}`, tensor, index }],
  );
  const outputNames = Array.from({ length: outputs }, (_, index) => `out${index}`);
  const node = {
    name: "it",
    operator,
    domain,
    inputs: inputs.map((tensor, index) => (tensor === undefined ? "" : `in${index}`)),
    outputs: outputNames,
    attributes,
  };
  const graph: Graph = {
    name: "case",
    inputs: given
      .filter(({ index }) => !constants.includes(index))
      .map(({ name, tensor }) => ({
        name,
        type: tensor.type,
        shape: tensor.dimensions.map((size, axis) => (named ? `${name}_${axis}` : size)),
      })),
    outputs: outputNames.map((name) => ({ name, type: null, shape: null })),
    initializers: given.filter(({ index }) => constants.includes(index)).map(({ name, tensor }) => ({ name, tensor })),
    nodes: [node],
  };
  return onnxModel(graph, { opsets: { "": opset, "ai.onnx.ml": mlOpset } });
}

export function feedsOf({ inputs, constants = [] }: OperatorCase): Record<string, Tensor> {
  const given = inputs.flatMap((tensor, index): [string, Tensor][] =>
    tensor === undefined || constants.includes(index) ? [] : [[`in${index}`, tensor]],
  );
  return Object.fromEntries(given);
}
