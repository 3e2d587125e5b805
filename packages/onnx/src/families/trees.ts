import type { Call } from "../operator/call.ts";

export type TreeNode =
  | { readonly weights: readonly (readonly [target: number, weight: number])[] }
  | {
      readonly feature: number;
      isTrue(value: number): boolean;
      onTrue(): TreeNode;
      onFalse(): TreeNode;
    };

const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  BRANCH_LEQ: (value, threshold) => value <= threshold,
  BRANCH_LT: (value, threshold) => value < threshold,
  BRANCH_GTE: (value, threshold) => value >= threshold,
  BRANCH_GT: (value, threshold) => value > threshold,
  BRANCH_EQ: (value, threshold) => value === threshold,
  BRANCH_NEQ: (value, threshold) => value !== threshold,
};

/** The roots of the trees that the parallel lists `nodes_…` and `target_…` of ai.onnx.ml 3 describe; a root is node 0. */
export function treesOf(call: Call<unknown>): readonly TreeNode[] {
  const { attributes, fail } = call;
  const list = (name: string): readonly number[] => attributes.ints(name) ?? [];
  const reals = (name: string): readonly number[] => {
    const tensor = attributes.tensor(`${name}_as_tensor`);
    return tensor === undefined ? (attributes.floats(name) ?? []) : Array.from(tensor.data, Number);
  };
  const [trees, nodes, features] = [list("nodes_treeids"), list("nodes_nodeids"), list("nodes_featureids")];
  const [yes, no, missing] = [
    list("nodes_truenodeids"),
    list("nodes_falsenodeids"),
    list("nodes_missing_value_tracks_true"),
  ];
  const [modes, thresholds] = [attributes.texts("nodes_modes") ?? [], reals("nodes_values")];
  const byKey = new Map<string, TreeNode>();
  const weights = weightsByLeaf(call, reals("target_weights"));
  const at = (tree: number, node: number): TreeNode => {
    const found = byKey.get(`${tree} ${node}`);
    if (found === undefined) throw fail(`has no node ${node} in tree ${tree}`);
    return found;
  };
  trees.forEach((tree, index) => {
    const key = `${tree} ${nodes[index]}`;
    const [mode = "", feature = 0, threshold = 0] = [modes[index], features[index], thresholds[index]];
    if (mode === "LEAF") {
      byKey.set(key, { weights: weights.get(key) ?? [] });
      return;
    }
    const compare = comparisons[mode];
    if (compare === undefined) throw fail(`has a node of the mode "${mode}"`);
    const takesMissing = missing[index] === 1;
    byKey.set(key, {
      feature,
      isTrue: (value) => compare(value, threshold) || (takesMissing && Number.isNaN(value)),
      onTrue: () => at(tree, yes[index] ?? 0),
      onFalse: () => at(tree, no[index] ?? 0),
    });
  });
  return [...new Set(trees)].map((tree) => at(tree, 0));
}

function weightsByLeaf({ attributes }: Call<unknown>, weights: readonly number[]): Map<string, [number, number][]> {
  const [nodes, targets] = [attributes.ints("target_nodeids") ?? [], attributes.ints("target_ids") ?? []];
  const byLeaf = new Map<string, [number, number][]>();
  (attributes.ints("target_treeids") ?? []).forEach((tree, index) => {
    const key = `${tree} ${nodes[index]}`;
    byLeaf.set(key, [...(byLeaf.get(key) ?? []), [targets[index] ?? 0, weights[index] ?? 0]]);
  });
  return byLeaf;
}
