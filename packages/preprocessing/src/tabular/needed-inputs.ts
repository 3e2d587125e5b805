import { graphBuilder, type Node } from "@mlops/onnx";

import type { Preparation } from "./preparation.ts";
import { preparationToOnnx } from "./preparation-to-onnx.ts";

/**
 * The raw columns that at least one feature depends on, by the nodes of the steps: what a step drops, and nothing was made
 * of before, is none of them.
 */
export function neededInputs(preparation: Preparation): Set<string> {
  const graph = graphBuilder("needed");
  for (const [index, { value }] of preparationToOnnx(graph, preparation).entries()) {
    graph.output(`feature:${index}`, value, "double", ["rows"]);
  }
  const { nodes, outputs, inputs } = graph.finish();
  const needed = new Set(outputs.map(({ name }) => name));
  // From the last node to the first: a node comes after those that it depends on.
  for (const node of nodes.toReversed()) {
    if (node.outputs.some((name) => needed.has(name))) for (const name of node.inputs) needed.add(name);
  }
  const everything = nodes.some(hasSubgraph);
  return new Set(inputs.map(({ name }) => name).filter((name) => everything || needed.has(name)));
}

/** A graph inside a node may use any value outside. */
function hasSubgraph({ attributes }: Node): boolean {
  return Object.values(attributes).some((attribute) => "graph" in attribute);
}
