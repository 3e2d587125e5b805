import { MlopsError } from "@mlops/core";

import { type Graph, type OnnxModel, UNKNOWN_DIMENSION, type ValueInfo } from "../model/model.ts";
import { assertTensor, type Tensor } from "../model/tensor.ts";
import { shapeText } from "../shapes/shape.ts";
import { evaluateNode } from "./evaluate-node.ts";
import { numberValue, type Precision, settled, tensorOfValue, type Value, valueOfTensor } from "./value.ts";

export interface InterpretOptions {
  /**
   * "declared" (default): every float result is rounded to 32 bits, as a runtime stores it. "double": floats are carried
   * as doubles throughout, inputs and outputs too, for gradient checks.
   */
  readonly precision?: Precision;
}

/** Values by name; a body looks behind its own for those of the graph around it. */
type Lookup = (name: string) => Value | undefined;

/**
 * Runs a model node by node, each as its definition reads, in double precision: slow, and a reference for runtimes and
 * gradients. Operators are those of `operatorNames`.
 *
 * @throws MlopsError ONNX_INPUT_INVALID for feeds that do not fit, ONNX_GRAPH_INVALID and ONNX_RUN_FAILED naming the node,
 *   ONNX_UNSUPPORTED for operators and types that are not known here.
 */
export function interpret(
  model: OnnxModel,
  feeds: Readonly<Record<string, Tensor>>,
  options: InterpretOptions = {},
): Record<string, Tensor> {
  const { precision = "declared" } = options;
  const { graph } = model;
  const given = fed(graph, feeds, precision);
  const values = runGraph(graph, model.opsets, precision, () => undefined, given);
  const outputs = graph.outputs.map(({ name }): [string, Tensor] => {
    const value = values(name);
    if (value === undefined) throw missing(graph, name);
    return [name, tensorOfValue(precision === "double" ? widened(value) : value)];
  });
  return Object.fromEntries(outputs);
}

function runGraph(
  graph: Graph,
  opsets: OnnxModel["opsets"],
  precision: Precision,
  around: Lookup,
  given: ReadonlyMap<string, Value>,
): Lookup {
  const values = new Map<string, Value>();
  for (const { name, tensor } of graph.initializers) values.set(name, valueOfTensor(tensor));
  for (const [name, value] of given) values.set(name, value);
  const lookup: Lookup = (name) => values.get(name) ?? around(name);
  const runBody = (body: Graph, inputs: readonly Value[]): readonly Value[] => {
    const named = new Map(
      body.inputs.flatMap(({ name }, index) => (inputs[index] ? [[name, inputs[index]] as const] : [])),
    );
    const inside = runGraph(body, opsets, precision, lookup, named);
    return body.outputs.map(({ name }) => inside(name) ?? raise(missing(body, name)));
  };
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => (name === "" ? undefined : (lookup(name) ?? raise(missing(graph, name)))));
    const outputs = evaluateNode(node, inputs, opsets, runBody);
    node.outputs.forEach((name, index) => {
      const value = outputs[index];
      if (name !== "" && value !== undefined) values.set(name, settled(value, precision));
    });
  }
  return lookup;
}

/** The feeds as values, once they fit; an input with an initializer may be left out. */
function fed(graph: Graph, feeds: Readonly<Record<string, Tensor>>, precision: Precision): Map<string, Value> {
  const names = graph.inputs.map(({ name }) => name);
  const extra = Object.keys(feeds).find((name) => !names.includes(name));
  if (extra !== undefined)
    throw invalidInput(`There is no input "${extra}"; the graph has ${names.join(", ")}.`, extra);
  const sizes = new Map<string, number>();
  const values = new Map<string, Value>();
  for (const input of graph.inputs) {
    const tensor = Object.hasOwn(feeds, input.name) ? feeds[input.name] : undefined;
    if (tensor !== undefined) {
      assertFits(input, tensor, sizes, precision);
      const value = valueOfTensor(tensor);
      const isWide = input.type === "float" && value.type === "double";
      values.set(input.name, isWide ? numberValue("float", value.shape, value.data) : value);
    } else if (!graph.initializers.some(({ name }) => name === input.name)) {
      throw invalidInput(`The input "${input.name}" is missing.`, input.name);
    }
  }
  return values;
}

/** `sizes` remembers what each named size stands for. */
function assertFits(
  { name, type, shape }: ValueInfo,
  tensor: Tensor,
  sizes: Map<string, number>,
  precision: Precision,
): void {
  assertTensor(tensor, name);
  const isWide = precision === "double" && type === "float" && tensor.type === "double";
  if (type !== null && tensor.type !== type && !isWide) {
    throw invalidInput(`The input "${name}" is of type ${type}, not ${tensor.type}.`, name);
  }
  const isFitting = (size: number, axis: number): boolean => {
    const stated = shape?.[axis] ?? UNKNOWN_DIMENSION;
    if (stated === UNKNOWN_DIMENSION) return true;
    if (typeof stated === "number") return stated === size;
    if (!sizes.has(stated)) sizes.set(stated, size);
    return sizes.get(stated) === size;
  };
  if (shape === null || (shape.length === tensor.dimensions.length && tensor.dimensions.every(isFitting))) return;
  const where = [...sizes].map(([size, value]) => `${size} = ${value}`).join(", ");
  throw invalidInput(
    `The input "${name}" has the shape ${shapeText(shape)}${where && ` (${where})`}, not ${shapeText(tensor.dimensions)}.`,
    name,
  );
}

function widened(value: Value): Value {
  return value.type === "float" ? numberValue("double", value.shape, value.data) : value;
}

function missing(graph: Graph, name: string): MlopsError {
  return new MlopsError(
    "ONNX_GRAPH_INVALID",
    `The graph "${graph.name}" uses "${name}", which nothing before it gives.`,
    {
      details: { graph: graph.name, name },
    },
  );
}

function invalidInput(message: string, name: string): MlopsError {
  return new MlopsError("ONNX_INPUT_INVALID", message, { details: { name } });
}

function raise(error: Error): never {
  throw error;
}
