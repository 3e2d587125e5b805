import { MlopsError } from "@mlops/core";

import type { Attributes } from "../model/attribute.ts";
import type { ElementType } from "../model/element-type.ts";
import type { Dimension, Graph, Node, ValueInfo } from "../model/model.ts";
import { assertTensor, type Tensor } from "../model/tensor.ts";

/** A value of a graph under construction; made only by its builder. */
export interface Value {
  readonly name: string;
}

export interface NodeOptions {
  readonly attributes?: Attributes;
  /** Default "", the standard operator set. */
  readonly domain?: string;
  /** What the node and its outputs are named after; the operator where left out. */
  readonly label?: string;
}

/**
 * Builds a graph from its inputs to its outputs: a node takes values that exist already, so that the order is
 * topological and no cycle can be written. Names within are chosen by the builder, in order, so that equal calls give
 * equal graphs; those of inputs and outputs are the caller's and stay as given.
 */
export interface GraphBuilder {
  /** @throws MlopsError ONNX_GRAPH_INVALID where the name is taken or cannot be one. */
  input(name: string, type: ElementType, shape: readonly Dimension[]): Value;
  /** A constant, named after `label`. */
  constant(label: string, tensor: Tensor): Value;
  /** A node with one output. `undefined` leaves out an optional input. */
  node(operator: string, inputs: readonly (Value | undefined)[], options?: NodeOptions): Value;
  /** A node with several outputs. */
  nodes(operator: string, inputs: readonly (Value | undefined)[], count: number, options?: NodeOptions): Value[];
  /** Gives `value` out under `name`. */
  output(name: string, value: Value, type: ElementType, shape: readonly Dimension[]): void;
  /** @throws MlopsError ONNX_GRAPH_INVALID where there is no output. */
  finish(): Graph;
}

export function graphBuilder(graphName: string): GraphBuilder {
  const inputs: ValueInfo[] = [];
  const outputs: ValueInfo[] = [];
  const initializers: { name: string; tensor: Tensor }[] = [];
  const nodes: Node[] = [];
  const values = new WeakSet<Value>();
  const taken = new Set<string>();
  const counters = new Map<string, number>();

  const claim = (name: string): Value => {
    assertName(name);
    if (taken.has(name)) {
      throw invalid(`The name "${name}" occurs twice in the graph "${graphName}".`, { name });
    }
    taken.add(name);
    const value: Value = { name };
    values.add(value);
    return value;
  };
  /** ":" keeps chosen names apart from column names, which rarely hold one; a clash is counted past. */
  const claimNext = (label: string): Value => {
    let count = counters.get(label) ?? 0;
    while (taken.has(`${label}:${count}`)) count++;
    counters.set(label, count + 1);
    return claim(`${label}:${count}`);
  };
  const nameOf = (value: Value | undefined): string => {
    if (value === undefined) return "";
    if (!values.has(value)) throw invalid(`"${value.name}" is not a value of the graph "${graphName}".`, value);
    return value.name;
  };
  const append = (
    operator: string,
    from: readonly (Value | undefined)[],
    into: readonly Value[],
    options: NodeOptions,
  ): void => {
    nodes.push({
      name: `${options.label ?? operator}/${nodes.length}`,
      operator,
      domain: options.domain ?? "",
      inputs: from.map(nameOf),
      outputs: into.map(nameOf),
      attributes: options.attributes ?? {},
    });
  };

  return {
    input(name, type, shape) {
      const value = claim(name);
      inputs.push({ name, type, shape });
      return value;
    },
    constant(label, tensor) {
      assertTensor(tensor, label);
      const value = claimNext(label);
      initializers.push({ name: value.name, tensor });
      return value;
    },
    node(operator, from, options = {}) {
      const value = claimNext(options.label ?? operator);
      append(operator, from, [value], options);
      return value;
    },
    nodes(operator, from, count, options = {}) {
      const made = Array.from({ length: count }, () => claimNext(options.label ?? operator));
      append(operator, from, made, options);
      return made;
    },
    output(name, value, type, shape) {
      append("Identity", [value], [claim(name)], {});
      outputs.push({ name, type, shape });
    },
    finish() {
      if (outputs.length === 0) throw invalid(`The graph "${graphName}" has no output.`, { graph: graphName });
      return {
        name: graphName,
        inputs: [...inputs],
        outputs: [...outputs],
        initializers: [...initializers],
        nodes: [...nodes],
      };
    },
  };
}

function assertName(name: string): void {
  if (name !== "" && !name.includes("\0") && name.isWellFormed()) return;
  throw invalid(`${JSON.stringify(name)} cannot be a name in an ONNX graph.`, { name });
}

function invalid(message: string, details: object): MlopsError {
  return new MlopsError("ONNX_GRAPH_INVALID", message, { details: { ...details } });
}
