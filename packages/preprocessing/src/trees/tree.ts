/**
 * A binary tree over a row of numbers as parallel lists, node 0 the root: JSON. A row goes left where its feature is not
 * above the threshold; a missing value goes right.
 */
export type Tree = {
  /** Position of the feature that a node asks for; −1 in a leaf. */
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** A leaf's number, 0 for inner nodes. */
  readonly value: readonly number[];
};

/** The value of the leaf that a row reaches. */
export function leafValue(tree: Tree, row: (feature: number) => number): number {
  let node = 0;
  for (;;) {
    const feature = tree.feature[node] ?? -1;
    if (feature === -1) return tree.value[node] ?? 0;
    const next = row(feature) <= (tree.threshold[node] ?? 0) ? tree.left : tree.right;
    node = next[node] ?? 0;
  }
}

/** A node before the tree is written down. */
export type GrownNode =
  | { readonly value: number }
  | { readonly feature: number; readonly threshold: number; readonly left: GrownNode; readonly right: GrownNode };

/** Nodes in the order of a walk that goes left first. */
export function treeOf(root: GrownNode): Tree {
  const tree = {
    feature: [] as number[],
    threshold: [] as number[],
    left: [] as number[],
    right: [] as number[],
    value: [] as number[],
  };
  const write = (node: GrownNode): number => {
    const index = tree.feature.length;
    const isLeaf = "value" in node;
    tree.feature.push(isLeaf ? -1 : node.feature);
    tree.threshold.push(isLeaf ? 0 : node.threshold);
    tree.value.push(isLeaf ? node.value : 0);
    tree.left.push(0);
    tree.right.push(0);
    if (!isLeaf) {
      tree.left[index] = write(node.left);
      tree.right[index] = write(node.right);
    }
    return index;
  };
  write(root);
  return tree;
}
