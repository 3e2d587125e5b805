import { MlopsError } from "@mlops/core";

import { evaluateNode } from "../interpreter/evaluate-node.ts";
import { settled, type Value, valueOfTensor } from "../interpreter/value.ts";
import type { ElementType } from "../model/element-type.ts";
import type { Graph, Node, OnnxModel, ValueInfo } from "../model/model.ts";
import { unsupported } from "../model/unsupported.ts";
import { call } from "../operator/call.ts";
import { type Fact, fact } from "../operator/fact.ts";
import { operatorOf } from "../operator/find-operator.ts";
import { elementCount } from "../shapes/index-map.ts";
import { type Shape, shapeText, unified } from "../shapes/shape.ts";
import { movedSizes } from "./moved-sizes.ts";

export interface InferredValue {
  readonly type: ElementType;
  /** Null where not even the rank follows from the graph; "?" for a size that has no name. */
  readonly shape: Shape;
}

/** Constants of more elements are not computed ahead. */
const MAXIMUM_FOLDED = 4096;

type Lookup = (name: string) => Fact | undefined;

/**
 * Type and shape of every value of a model's graph: inputs, initializers, outputs of nodes. Names of sizes travel from
 * the inputs through the operators (also through Shape, Gather, Concat and Reshape); what the outputs state is checked.
 *
 * @throws MlopsError ONNX_GRAPH_INVALID naming the node, its operator and the shapes that do not fit; ONNX_UNSUPPORTED for
 *   an operator outside the table.
 */
export function inferValues(model: OnnxModel): ReadonlyMap<string, InferredValue> {
  const { facts } = inferGraph(model.graph, model.opsets, () => undefined, undefined);
  return new Map([...facts].map(([name, { type, shape }]) => [name, { type, shape }]));
}

function inferGraph(
  graph: Graph,
  opsets: OnnxModel["opsets"],
  around: Lookup,
  given: readonly Fact[] | undefined,
): { readonly facts: ReadonlyMap<string, Fact>; readonly outputs: readonly Fact[] } {
  const facts = new Map<string, Fact>();
  const lookup: Lookup = (name) => facts.get(name) ?? around(name);
  const define = (name: string, known: Fact): void => {
    if (facts.has(name)) throw invalid(graph, `gives "${name}" twice`, name);
    facts.set(name, known);
  };
  const initialised = new Set(graph.initializers.map(({ name }) => name));
  graph.inputs.forEach((input, index) => define(input.name, inputFact(graph, input, given?.[index])));
  for (const { name, tensor } of graph.initializers) {
    if (graph.inputs.some((input) => input.name === name)) continue;
    const known = fact(tensor.type, tensor.dimensions);
    define(name, tensor.data.length <= MAXIMUM_FOLDED ? { ...known, ...folded(() => valueOfTensor(tensor)) } : known);
  }
  if (given !== undefined && given.length < graph.inputs.filter(({ name }) => !initialised.has(name)).length) {
    throw invalid(graph, `takes more inputs than the ${given.length} it is given`, graph.name);
  }
  const inferBody = (body: Graph, inputs: readonly Fact[]) => inferGraph(body, opsets, lookup, inputs).outputs;
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => (name === "" ? undefined : (lookup(name) ?? raise(unknown(graph, name)))));
    const outputs = inferNode(node, inputs, opsets, inferBody);
    node.outputs.forEach((name, index) => {
      const known = outputs[index];
      if (name === "") return;
      if (known === undefined) throw invalid(graph, `has no rule for the output "${name}" of "${node.name}"`, name);
      define(name, known);
    });
  }
  const outputs = graph.outputs.map((output) => outputFact(graph, output, lookup(output.name)));
  graph.outputs.forEach(({ name }, index) => {
    const known = outputs[index];
    if (known !== undefined && facts.has(name)) facts.set(name, known);
  });
  return { facts, outputs };
}

function inputFact(graph: Graph, { name, type, shape }: ValueInfo, given: Fact | undefined): Fact {
  if (given === undefined) {
    if (type === null) throw unsupported(`The input "${name}" without a type`, { name });
    return fact(type, shape);
  }
  const both = unified(given.shape, shape);
  if ((type !== null && type !== given.type) || both === undefined) {
    const stated = `${type ?? ""} ${shapeText(shape)}`;
    throw invalid(graph, `takes ${stated} as "${name}", not ${given.type} ${shapeText(given.shape)}`, name);
  }
  return { ...given, shape: both };
}

function outputFact(graph: Graph, { name, type, shape }: ValueInfo, found: Fact | undefined): Fact {
  if (found === undefined) throw unknown(graph, name);
  const both = unified(found.shape, shape);
  if ((type === null || type === found.type) && both !== undefined) return { ...found, shape: both };
  const stated = `${type ?? ""} ${shapeText(shape)}`;
  throw invalid(graph, `states ${stated} as "${name}", which is ${found.type} ${shapeText(found.shape)}`, name);
}

function inferNode(
  node: Node,
  inputs: readonly (Fact | undefined)[],
  opsets: OnnxModel["opsets"],
  inferBody: (body: Graph, inputs: readonly Fact[]) => readonly Fact[],
): readonly Fact[] {
  const { operator, opset } = operatorOf(node, opsets);
  const inference = call(node, inputs, opset, "ONNX_GRAPH_INVALID");
  const outputs = operator.infer({ ...inference, inferBody });
  const values = foldedNode(node, inputs, outputs, opsets);
  if (values !== undefined) return outputs.map((known, index) => withValue(known, values[index]));
  const sizes = operator.movesElements ? movedSizes(node, inputs, opsets) : undefined;
  return sizes === undefined ? outputs : outputs.map((known) => ({ ...known, sizes }));
}

/** The outputs themselves, where all inputs are constants and nothing random or large is among them. */
function foldedNode(
  node: Node,
  inputs: readonly (Fact | undefined)[],
  outputs: readonly Fact[],
  opsets: OnnxModel["opsets"],
): readonly Value[] | undefined {
  const hasBody = Object.values(node.attributes).some((attribute) => "graph" in attribute);
  if (hasBody || inputs.some((input) => input !== undefined && input.value === undefined)) return undefined;
  const isSmall = outputs.every(
    ({ shape }) =>
      shape?.every((size) => typeof size === "number") && elementCount(shape.map(Number)) <= MAXIMUM_FOLDED,
  );
  if (!isSmall) return undefined;
  const values = inputs.map((input) => input?.value);
  return evaluateNode(node, values, opsets, () => []).map((value) => settled(value, "declared"));
}

function withValue(known: Fact, value: Value | undefined): Fact {
  return value === undefined ? known : { ...known, shape: value.shape, value };
}

/** Types that the interpreter does not compute with are not folded. */
function folded(read: () => Value): { readonly value?: Value } {
  try {
    return { value: read() };
  } catch {
    return {};
  }
}

function unknown(graph: Graph, name: string): MlopsError {
  return invalid(graph, `uses "${name}", which nothing before it gives`, name);
}

function invalid(graph: Graph, what: string, name: string): MlopsError {
  return new MlopsError("ONNX_GRAPH_INVALID", `The graph "${graph.name}" ${what}.`, { details: { name } });
}

function raise(error: Error): never {
  throw error;
}
