import type { GraphBuilder, Value } from "@mlops/onnx";

import { treeCount, type TreeEnsemble } from "../tree-ensemble.ts";
import type { TableQuestion } from "./trees-to-onnx.ts";

/** `TreeEnsembleRegressor` of ai.onnx.ml 3 over a table of floats: [rows, outputs] of floats. */
export function regressorNode(
  graph: GraphBuilder,
  table: Value,
  ensemble: TreeEnsemble,
  questionOf: (node: number) => TableQuestion,
): Value {
  const { outputs, leafWidth, roots, feature, left, missingLeft, leafValues, categoryBins } = ensemble;
  const nodes = {
    trees: list(),
    ids: list(),
    columns: list(),
    thresholds: list(),
    yes: list(),
    no: list(),
    missing: list(),
  };
  const leaves = { trees: list(), nodes: list(), targets: list(), weights: list() };
  const modes: string[] = [];
  for (let tree = 0; tree < treeCount(ensemble); tree++) {
    const root = roots[tree] ?? 0;
    for (let node = root; node < (roots[tree + 1] ?? 0); node++) {
      const asked = feature[node] ?? -1;
      const child = (left[node] ?? 0) - root;
      const question = asked < 0 ? undefined : questionOf(node);
      nodes.trees.push(tree);
      nodes.ids.push(node - root);
      modes.push(question ? "BRANCH_LEQ" : "LEAF");
      nodes.columns.push(question?.column ?? 0);
      nodes.thresholds.push(question?.threshold ?? 0);
      nodes.yes.push(question ? child : 0);
      nodes.no.push(question ? child + 1 : 0);
      // What is missing of a set is in its table.
      nodes.missing.push(question && categoryBins[asked] === null ? (missingLeft[node] ?? 0) : 0);
      if (question) continue;
      for (let value = 0; value < leafWidth; value++) {
        leaves.trees.push(tree);
        leaves.nodes.push(node - root);
        leaves.targets.push(leafWidth === 1 ? tree % outputs : value);
        leaves.weights.push(leafValues[(left[node] ?? 0) * leafWidth + value] ?? 0);
      }
    }
  }
  return graph.node("TreeEnsembleRegressor", [table], {
    domain: "ai.onnx.ml",
    attributes: {
      n_targets: { int: outputs },
      nodes_treeids: { ints: nodes.trees },
      nodes_nodeids: { ints: nodes.ids },
      nodes_featureids: { ints: nodes.columns },
      nodes_modes: { strings: modes },
      nodes_values: { floats: nodes.thresholds },
      nodes_truenodeids: { ints: nodes.yes },
      nodes_falsenodeids: { ints: nodes.no },
      nodes_missing_value_tracks_true: { ints: nodes.missing },
      target_treeids: { ints: leaves.trees },
      target_nodeids: { ints: leaves.nodes },
      target_ids: { ints: leaves.targets },
      target_weights: { floats: leaves.weights },
    },
  });
}

function list(): number[] {
  return [];
}
