import { doubles, type GraphBuilder, int64s, type Value } from "@mlops/onnx";

import { cast } from "../columns/graph-columns.ts";
import type { Tree } from "./tree.ts";

/**
 * The sums of leaf values over the trees of each target, a matrix of doubles of rows × targets. Values must be exact in
 * float32, which is what runtimes add and give out; features and thresholds are compared as doubles.
 *
 * @param features rank-1 doubles, in the order of the trees' features
 * @param targetOf the target that a tree adds to
 */
export function treesToOnnx(
  graph: GraphBuilder,
  features: readonly Value[],
  trees: readonly Tree[],
  targetOf: (tree: number) => number,
): Value {
  const axis = graph.constant("axis", int64s([1]));
  const columns = features.map((feature) => graph.node("Unsqueeze", [feature, axis]));
  const matrix = graph.node("Concat", columns, { attributes: { axis: { int: 1 } } });
  const targets = trees.reduce((most, _, tree) => Math.max(most, targetOf(tree) + 1), 0);
  const scores = graph.node("TreeEnsembleRegressor", [matrix], {
    domain: "ai.onnx.ml",
    attributes: {
      ...nodeLists(trees),
      ...leafLists(trees, targetOf),
      n_targets: { int: targets },
      post_transform: { string: "NONE" },
    },
  });
  return cast(graph, scores, "double");
}

/** A column of the matrix, rank 1. */
export function matrixColumn(graph: GraphBuilder, matrix: Value, column: number): Value {
  const index = graph.constant("column", { type: "int64", data: BigInt64Array.of(BigInt(column)), dimensions: [] });
  return graph.node("Gather", [matrix, index], { attributes: { axis: { int: 1 } } });
}

function nodeLists(trees: readonly Tree[]) {
  const nodes = trees.flatMap((tree, treeId) =>
    tree.feature.map((feature, node) => ({
      treeId,
      node,
      leaf: feature === -1,
      feature: Math.max(feature, 0),
      threshold: tree.threshold[node] ?? 0,
      left: tree.left[node] ?? 0,
      right: tree.right[node] ?? 0,
    })),
  );
  return {
    nodes_treeids: { ints: nodes.map(({ treeId }) => treeId) },
    nodes_nodeids: { ints: nodes.map(({ node }) => node) },
    nodes_featureids: { ints: nodes.map(({ feature }) => feature) },
    nodes_modes: { strings: nodes.map(({ leaf }) => (leaf ? "LEAF" : "BRANCH_LEQ")) },
    nodes_values_as_tensor: { tensor: doubles(nodes.map(({ threshold }) => threshold)) },
    nodes_truenodeids: { ints: nodes.map(({ left }) => left) },
    nodes_falsenodeids: { ints: nodes.map(({ right }) => right) },
    nodes_missing_value_tracks_true: { ints: nodes.map(() => 0) },
  };
}

function leafLists(trees: readonly Tree[], targetOf: (tree: number) => number) {
  const leaves = trees.flatMap((tree, treeId) =>
    tree.feature.flatMap((feature, node) => (feature === -1 ? [{ treeId, node, value: tree.value[node] ?? 0 }] : [])),
  );
  return {
    target_treeids: { ints: leaves.map(({ treeId }) => treeId) },
    target_nodeids: { ints: leaves.map(({ node }) => node) },
    target_ids: { ints: leaves.map(({ treeId }) => targetOf(treeId)) },
    target_weights_as_tensor: { tensor: doubles(leaves.map(({ value }) => value)) },
  };
}
