import { MlopsError } from "@mlops/core";

import type { Attribute, Attributes } from "../model/attribute.ts";
import type { Graph } from "../model/model.ts";
import type { GraphBuilder, Value } from "./graph-builder.ts";
import { renamedBody } from "./renamed-body.ts";

export interface InlineOptions {
  /** What the names of the inlined nodes and values begin with: `encoder` gives `encoder/Mul:0`. */
  readonly prefix: string;
  /** A value for each input of the graph; one that has an initializer may be left out. */
  readonly inputs: Readonly<Record<string, Value>>;
}

/**
 * Puts a whole graph inside the one that `builder` builds, in place of its inputs the given values: preprocessing and
 * estimator become one graph. Gives the graph's outputs by their names; what they are called outside is the caller's.
 * The models' operator sets have to agree: see `mergeOpsets`.
 *
 * @throws MlopsError ONNX_GRAPH_INVALID where an input is missing or unknown, or a value of the graph is not defined.
 */
export function inlineGraph(builder: GraphBuilder, graph: Graph, options: InlineOptions): Record<string, Value> {
  const { prefix, inputs } = options;
  const values = new Map<string, Value>();
  for (const name of Object.keys(inputs)) {
    if (!graph.inputs.some((input) => input.name === name)) throw invalid(graph, `has no input "${name}"`, name);
  }
  for (const { name, tensor } of graph.initializers) {
    if (!Object.hasOwn(inputs, name)) values.set(name, builder.constant(`${prefix}/${bare(name)}`, tensor));
  }
  for (const { name } of graph.inputs) {
    const value = Object.hasOwn(inputs, name) ? inputs[name] : values.get(name);
    if (value === undefined) throw invalid(graph, `needs a value for its input "${name}"`, name);
    values.set(name, value);
  }
  const valueOf = (name: string): Value => {
    const value = values.get(name);
    if (value === undefined) throw invalid(graph, `uses "${name}", which nothing before it gives`, name);
    return value;
  };
  for (const node of graph.nodes) {
    const given = node.inputs.map((name) => (name === "" ? undefined : valueOf(name)));
    const made = builder.nodes(node.operator, given, node.outputs.length, {
      domain: node.domain,
      label: `${prefix}/${node.operator}`,
      attributes: inlinedAttributes(node.attributes, prefix, valueOf),
    });
    node.outputs.forEach((name, index) => {
      const value = made[index];
      if (name !== "" && value !== undefined) values.set(name, value);
    });
  }
  return Object.fromEntries(graph.outputs.map(({ name }) => [name, valueOf(name)]));
}

/** Bodies see the values around them, which are called otherwise now. */
function inlinedAttributes(attributes: Attributes, prefix: string, valueOf: (name: string) => Value): Attributes {
  const renamed = (attribute: Attribute): Attribute => {
    const rename = (body: Graph): Graph => renamedBody(body, `${prefix}/body`, (name) => valueOf(name).name);
    if ("graph" in attribute) return { graph: rename(attribute.graph) };
    return "graphs" in attribute ? { graphs: attribute.graphs.map(rename) } : attribute;
  };
  return Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, renamed(attribute)]));
}

/** Without the number that a builder gave it; it is numbered anew. */
function bare(name: string): string {
  return name.replace(/:\d+$/, "");
}

function invalid(graph: Graph, what: string, name: string): MlopsError {
  return new MlopsError("ONNX_GRAPH_INVALID", `The graph "${graph.name}" ${what}.`, {
    details: { graph: graph.name, name },
  });
}
