import { MlopsError } from "@mlops/core";
import {
  attributeReader,
  floats,
  type Graph,
  graphBuilder,
  type GraphBuilder,
  inferValues,
  int64s,
  type Node,
  onnxModel,
  type Tensor,
  type Value,
} from "@mlops/onnx";

import type { GradientCall, GradientEmitter, PartGradient, Place } from "./gradient.ts";
import gradients from "./gradients/catalogue.ts";

export interface DifferentiateOptions {
  /** The output that is differentiated: a float of rank 0. */
  readonly loss: string;
  /** The input that it is differentiated by: a float. */
  readonly by: string;
  /** What the gradient is called among the outputs. */
  readonly gradient: string;
  /** Parts of the graph with formulas of their own. */
  readonly parts?: readonly PartGradient[];
}

const byOperator = new Map(gradients.map((gradient) => [gradient.operator, gradient]));

/** Operators that can be differentiated, as ONNX spells them. */
export const differentiableOperators: readonly string[] = gradients.map(({ operator }) => operator);

/**
 * The same graph with one more output: the gradient of the loss by one input, by reverse accumulation (Linnainmaa 1976;
 * Griewank & Walther 2008, chapter 3). All sizes have to be known.
 *
 * @throws MlopsError ONNX_GRAPH_INVALID where a size is not known or the loss does not depend on the input;
 *   ONNX_UNSUPPORTED for an operator without a gradient on the way from the input to the loss
 */
export function differentiate(graph: Graph, options: DifferentiateOptions): Graph {
  const copy = copyGraph(graph);
  const { builder, valueOf, placeOf } = copy;
  const emit = gradientEmitter(builder);
  const active = dependents(graph, options.by);
  if (!active.has(options.loss)) {
    throw new MlopsError("ONNX_GRAPH_INVALID", `The loss "${options.loss}" does not depend on "${options.by}".`);
  }
  const totals = new Map<string, Value>([[options.loss, emit.number(1)]]);
  const add = (name: string, gradient: Value | undefined): void => {
    if (gradient === undefined || !active.has(name)) return;
    const total = totals.get(name);
    totals.set(name, total === undefined ? gradient : emit.node("Add", [total, gradient]));
  };
  const constants = new Map(graph.initializers.map(({ name, tensor }) => [name, tensor]));
  const parts = new Map(options.parts?.map((part) => [part.output.name, part]));
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => totals.has(name))) continue;
    const part = parts.get(node.outputs[0] ?? "");
    if (part) {
      const gradient = totals.get(part.output.name);
      if (gradient === undefined) continue;
      const found = part.gradient({
        emit,
        gradient,
        inputs: part.inputs.map(({ name }) => placeOf(name)),
        residuals: part.residuals.map(({ name }) => placeOf(name)),
        output: placeOf(part.output.name),
      });
      part.inputs.forEach(({ name }, index) => add(name, found[index]));
      continue;
    }
    if (!node.inputs.some((name) => active.has(name))) continue;
    const found = gradientsOf(node, { emit, active, totals, placeOf, constants });
    node.inputs.forEach((name, index) => add(name, found[index]));
  }
  const gradient = totals.get(options.by);
  if (gradient === undefined) {
    throw new MlopsError("ONNX_GRAPH_INVALID", `No gradient reaches "${options.by}".`);
  }
  for (const { name, type, shape } of graph.outputs) {
    const place = placeOf(name);
    builder.output(name, valueOf(name), type ?? place.type, shape ?? place.shape);
  }
  builder.output(options.gradient, gradient, "float", placeOf(options.by).shape);
  return builder.finish();
}

interface Walk {
  readonly emit: GradientEmitter;
  readonly active: ReadonlySet<string>;
  readonly totals: ReadonlyMap<string, Value>;
  readonly placeOf: (name: string) => Place;
  readonly constants: ReadonlyMap<string, Tensor>;
}

function gradientsOf(node: Node, { emit, active, totals, placeOf, constants }: Walk): readonly (Value | undefined)[] {
  const rule = node.domain === "" ? byOperator.get(node.operator) : undefined;
  if (rule === undefined) {
    throw new MlopsError(
      "ONNX_UNSUPPORTED",
      `The operator ${node.operator} of the node "${node.name}" has no gradient.`,
      {
        hint: `Those that have one: ${differentiableOperators.join(", ")}.`,
      },
    );
  }
  const gradients = node.outputs.map((name) => totals.get(name));
  const call: GradientCall = {
    emit,
    gradients,
    attributes: attributeReader(
      node.attributes,
      (what) => new MlopsError("ONNX_GRAPH_INVALID", `The node "${node.name}" ${what}.`),
    ),
    inputCount: node.inputs.length,
    input: (index) => placeOf(node.inputs[index] ?? ""),
    output: (index) => placeOf(node.outputs[index] ?? ""),
    integersOf(index) {
      const tensor = constants.get(node.inputs[index] ?? "");
      return tensor?.type === "int64" ? Array.from(tensor.data, Number) : undefined;
    },
    needs: (index) => active.has(node.inputs[index] ?? ""),
    get gradient() {
      const [first] = gradients;
      if (first === undefined) throw new TypeError(`the loss does not depend on the first output of ${node.name}`);
      return first;
    },
  };
  return rule.gradient(call);
}

/** Names of all values that depend on one. */
function dependents(graph: Graph, by: string): ReadonlySet<string> {
  const active = new Set([by]);
  for (const node of graph.nodes) {
    if (node.inputs.some((name) => active.has(name))) for (const name of node.outputs) active.add(name);
  }
  return active;
}

function copyGraph(graph: Graph) {
  const inferred = inferValues(onnxModel(graph));
  const builder = graphBuilder(graph.name);
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const values = new Map<string, Value>();
  const valueOf = (name: string): Value => {
    const value = values.get(name);
    if (value === undefined) throw new TypeError(`the graph has no value "${name}"`);
    return value;
  };
  for (const { name, type, shape } of graph.inputs) {
    values.set(name, builder.input(name, type ?? "float", shape ?? []));
  }
  for (const { name, tensor } of graph.initializers) values.set(name, builder.constant(bare(name), tensor));
  for (const node of graph.nodes) {
    // What gives an output its name is made anew at the end.
    if (node.operator === "Identity" && outputs.has(node.outputs[0] ?? "")) {
      values.set(node.outputs[0] ?? "", valueOf(node.inputs[0] ?? ""));
      continue;
    }
    const made = builder.nodes(
      node.operator,
      node.inputs.map((name) => (name === "" ? undefined : valueOf(name))),
      node.outputs.length,
      { domain: node.domain, attributes: node.attributes },
    );
    node.outputs.forEach((name, index) => {
      const value = made[index];
      if (value !== undefined) values.set(name, value);
    });
  }
  const placeOf = (name: string): Place => {
    const known = inferred.get(name);
    const shape = known?.shape?.filter((size) => typeof size === "number");
    if (known === undefined || shape === undefined || shape.length !== known.shape?.length) {
      throw new MlopsError("ONNX_GRAPH_INVALID", `The sizes of "${name}" are not known; gradients need them.`);
    }
    return { value: valueOf(name), type: known.type, shape };
  };
  return { builder, valueOf, placeOf };
}

function gradientEmitter(builder: GraphBuilder): GradientEmitter {
  const constants = new Map<string, Value>();
  const once = (key: string, make: () => Value): Value => {
    const known = constants.get(key) ?? make();
    constants.set(key, known);
    return known;
  };
  return {
    builder,
    node: (operator, inputs, attributes = {}) =>
      builder.node(operator, inputs, { attributes, label: `gradient/${operator}` }),
    nodes: (operator, inputs, count, attributes = {}) =>
      builder.nodes(operator, inputs, count, { attributes, label: `gradient/${operator}` }),
    number: (value) => once(`number ${value}`, () => builder.constant("gradient/number", floats([value], []))),
    integers: (values) =>
      once(`integers ${values.join(" ")}`, () => builder.constant("gradient/integers", int64s(values))),
    zeros: (shape) =>
      once(`zeros ${shape.join(" ")}`, () =>
        builder.node("ConstantOfShape", [builder.constant("gradient/shape", int64s(shape))], {
          label: "gradient/zeros",
        }),
      ),
  };
}

/** Without the number that a builder gave it. */
function bare(name: string): string {
  return name.replace(/:\d+$/, "");
}
