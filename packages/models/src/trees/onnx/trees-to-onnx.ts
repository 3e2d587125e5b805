import { doubles, floats, type GraphBuilder, int64s, type Value } from "@mlops/onnx";

import type { OnnxFeature } from "../../estimator/define-estimator.ts";
import { inSet, type TreeEnsemble } from "../tree-ensemble.ts";
import { ensembleNode } from "./ensemble-node.ts";
import { MANY_NODES } from "./export-size.ts";
import { regressorNode } from "./regressor-node.ts";

const FLOAT = 1;
const DOUBLE = 11;

/** How a question of the ensemble is put to the table that the graph makes: `column ≤ threshold`. */
export interface TableQuestion {
  readonly column: number;
  readonly threshold: number;
}

/**
 * The sums of the trees' leaves: one rank-1 double per output. Numbers are rounded to single precision, as in training.
 * A question about a set of categories becomes one about a column of its own, which is looked up in a table by category
 * (0: left, 1: right): operators that ask for sets exist in newer runtimes only. Trees of more than `manyNodes` nodes become
 * the newer and smaller operator.
 */
export function treesToOnnx(
  graph: GraphBuilder,
  inputs: readonly OnnxFeature[],
  ensemble: TreeEnsemble,
  manyNodes = MANY_NODES,
): Value[] {
  const { outputs, feature } = ensemble;
  if (feature.length === 0) return Array.from({ length: outputs }, () => zeros(graph, inputs));
  const table = askedColumns(graph, inputs, ensemble);
  const newer = feature.length > manyNodes && ensemble.leafWidth === 1;
  const node = newer ? ensembleNode : regressorNode;
  const sums = graph.node("Cast", [node(graph, table.value, ensemble, table.questionOf)], {
    attributes: { to: { int: DOUBLE } },
  });
  return Array.from({ length: outputs }, (_, output) =>
    graph.node("Gather", [sums, graph.constant("output", int64s([output], []))], { attributes: { axis: { int: 1 } } }),
  );
}

function zeros(graph: GraphBuilder, inputs: readonly OnnxFeature[]): Value {
  const shape = graph.node("Shape", [inputs[0]?.value]);
  return graph.node("Expand", [graph.constant("no_trees", doubles([0])), shape]);
}

/** The columns that are asked, side by side as floats, and how each node asks them. */
function askedColumns(
  graph: GraphBuilder,
  inputs: readonly OnnxFeature[],
  ensemble: TreeEnsemble,
): { readonly value: Value; readonly questionOf: (node: number) => TableQuestion } {
  const { feature, threshold } = ensemble;
  const numeric = new Map<number, number>();
  const sets = new Map<number, Map<string, number>>();
  const parts: Value[] = [];
  let columns = 0;
  const asked = new Set(feature);
  const axis = graph.constant("axis", int64s([1]));
  inputs.forEach((input, column) => {
    if (!asked.has(column) || input.kind !== "numeric") return;
    const single = graph.node("Cast", [input.value], { attributes: { to: { int: FLOAT } } });
    parts.push(graph.node("Unsqueeze", [single, axis]));
    numeric.set(column, columns++);
  });
  inputs.forEach((input, column) => {
    if (!asked.has(column) || input.kind !== "categorical") return;
    const own = distinctSets(ensemble, column, input.categories.length);
    parts.push(setColumns(graph, input.value, own.keys, input.categories.length));
    sets.set(column, new Map([...own.keys].map((key, index) => [key, columns + index])));
    columns += own.keys.length;
  });
  // Trees that are one leaf each ask nothing, but the operator wants a column.
  if (columns === 0) {
    const nothing = graph.node("Cast", [zeros(graph, inputs)], { attributes: { to: { int: FLOAT } } });
    parts.push(graph.node("Unsqueeze", [nothing, axis]));
  }
  const value = graph.node("Concat", parts, { attributes: { axis: { int: 1 } } });
  return {
    value,
    questionOf(node) {
      const column = feature[node] ?? 0;
      const input = inputs[column];
      if (input?.kind !== "categorical") return { column: numeric.get(column) ?? 0, threshold: threshold[node] ?? 0 };
      const key = sidesOf(ensemble, column, threshold[node] ?? 0, input.categories.length);
      return { column: sets.get(column)?.get(key) ?? 0, threshold: 0.5 };
    },
  };
}

function distinctSets(ensemble: TreeEnsemble, column: number, categories: number): { readonly keys: string[] } {
  const keys = new Set<string>();
  ensemble.feature.forEach((each, node) => {
    if (each === column) keys.add(sidesOf(ensemble, column, ensemble.threshold[node] ?? 0, categories));
  });
  return { keys: [...keys] };
}

/** "0" for left and "1" for right: of what is missing or was not seen, then of each category. */
function sidesOf({ sets, categoryBins }: TreeEnsemble, column: number, set: number, categories: number): string {
  const bins = categoryBins[column] ?? new Uint8Array(categories);
  return [0, ...bins].map((bin) => (inSet(sets, set, bin) ? "0" : "1")).join("");
}

/** For each row the sides of all sets: [rows, sets]. */
function setColumns(graph: GraphBuilder, codes: Value, keys: readonly string[], categories: number): Value {
  const table = new Float32Array((categories + 1) * keys.length);
  keys.forEach((key, set) => {
    for (let place = 0; place <= categories; place++) table[place * keys.length + set] = Number(key[place]);
  });
  const place = graph.node("Add", [codes, graph.constant("one", int64s([1], []))]);
  return graph.node("Gather", [graph.constant("sides", floats(table, [categories + 1, keys.length])), place], {
    attributes: { axis: { int: 0 } },
  });
}
