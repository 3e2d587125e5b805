import { floats, type GraphBuilder, type Value } from "@mlops/onnx";

import { treeCount, type TreeEnsemble } from "../tree-ensemble.ts";
import type { TableQuestion } from "./trees-to-onnx.ts";

const BRANCH_LEQ = 0;

/**
 * `TreeEnsemble` of ai.onnx.ml 5 over a table of floats: [rows, outputs] of floats. It takes less than half the room of the
 * older operator, and its leaves have one value each. A tree that is one leaf is a question with the same leaf on both
 * sides, as there have to be questions.
 */
export function ensembleNode(
  graph: GraphBuilder,
  table: Value,
  ensemble: TreeEnsemble,
  questionOf: (node: number) => TableQuestion,
): Value {
  const { outputs, roots, feature, left, missingLeft, leafValues, categoryBins } = ensemble;
  const places = questionPlaces(ensemble);
  const lists = { columns: list(), yes: list(), yesLeaf: list(), no: list(), noLeaf: list(), missing: list() };
  const [splits, treeRoots, targets] = [list(), list(), list()];
  const side = (child: number, ids: number[], leaves: number[]): void => {
    const leaf = (feature[child] ?? -1) < 0;
    ids.push(leaf ? (left[child] ?? 0) : (places[child] ?? 0));
    leaves.push(leaf ? 1 : 0);
  };
  for (let tree = 0; tree < treeCount(ensemble); tree++) {
    const root = roots[tree] ?? 0;
    treeRoots.push(lists.columns.length);
    for (let node = root; node < (roots[tree + 1] ?? 0); node++) {
      const asked = feature[node] ?? -1;
      if (asked < 0) targets.push(tree % outputs);
      if (asked < 0 && node !== root) continue;
      const { column, threshold } = asked < 0 ? { column: 0, threshold: 0 } : questionOf(node);
      lists.columns.push(column);
      splits.push(threshold);
      lists.missing.push(asked >= 0 && categoryBins[asked] === null ? (missingLeft[node] ?? 0) : 0);
      const child = left[node] ?? 0;
      side(asked < 0 ? node : child, lists.yes, lists.yesLeaf);
      side(asked < 0 ? node : child + 1, lists.no, lists.noLeaf);
    }
  }
  return graph.node("TreeEnsemble", [table], {
    domain: "ai.onnx.ml",
    attributes: {
      n_targets: { int: outputs },
      aggregate_function: { int: 1 },
      tree_roots: { ints: treeRoots },
      nodes_featureids: { ints: lists.columns },
      nodes_modes: {
        tensor: { type: "uint8", data: new Uint8Array(splits.length).fill(BRANCH_LEQ), dimensions: [splits.length] },
      },
      nodes_splits: { tensor: floats(splits) },
      nodes_truenodeids: { ints: lists.yes },
      nodes_trueleafs: { ints: lists.yesLeaf },
      nodes_falsenodeids: { ints: lists.no },
      nodes_falseleafs: { ints: lists.noLeaf },
      nodes_missing_value_tracks_true: { ints: lists.missing },
      leaf_targetids: { ints: targets },
      leaf_weights: { tensor: floats(leafValues) },
    },
  });
}

/** Number of each question among all; leaves are numbered apart. */
function questionPlaces({ feature, roots }: TreeEnsemble): Int32Array {
  const places = new Int32Array(feature.length);
  const rootNodes = new Set(roots.subarray(0, -1));
  let next = 0;
  feature.forEach((asked, node) => {
    places[node] = next;
    if (asked >= 0 || rootNodes.has(node)) next++;
  });
  return places;
}

function list(): number[] {
  return [];
}
