import type { Attribute } from "../model/attribute.ts";
import type { Graph } from "../model/model.ts";

/** A body with its own names under `prefix`, and those that it takes from around it as `outer` calls them. */
export function renamedBody(body: Graph, prefix: string, outer: (name: string) => string): Graph {
  const own = new Set([
    ...body.inputs.map(({ name }) => name),
    ...body.initializers.map(({ name }) => name),
    ...body.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const rename = (name: string): string => {
    if (name === "") return name;
    return own.has(name) ? `${prefix}/${name}` : outer(name);
  };
  const nested = (attribute: Attribute): Attribute => {
    if ("graph" in attribute) return { graph: renamedBody(attribute.graph, prefix, rename) };
    if (!("graphs" in attribute)) return attribute;
    return { graphs: attribute.graphs.map((graph) => renamedBody(graph, prefix, rename)) };
  };
  return {
    name: body.name,
    inputs: body.inputs.map((info) => ({ ...info, name: rename(info.name) })),
    outputs: body.outputs.map((info) => ({ ...info, name: rename(info.name) })),
    initializers: body.initializers.map(({ name, tensor }) => ({ name: rename(name), tensor })),
    nodes: body.nodes.map((node) => ({
      ...node,
      name: `${prefix}/${node.name}`,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
      attributes: Object.fromEntries(Object.entries(node.attributes).map(([name, it]) => [name, nested(it)])),
    })),
  };
}
