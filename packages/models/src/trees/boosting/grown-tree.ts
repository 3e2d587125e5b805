import { type BinnedMatrix, columnAt } from "../binning/binned-matrix.ts";
import type { ColumnBins } from "../binning/column-bins.ts";
import type { TreePart } from "../ensemble-builder.ts";

/** A tree in terms of bins. Children are made in pairs: the right one follows the left one. */
export interface GrownTree {
  readonly nodes: GrownNode[];
  readonly leaves: GrownLeaf[];
}

export interface GrownNode {
  /** Sum of hessians. */
  readonly cover: number;
  question: Question | null;
  /** Number of the left child; in a leaf, the leaf's number. */
  left: number;
}

export interface Question {
  readonly column: number;
  readonly gain: number;
  /** Last bin on the left; 0 for a set of categories. */
  readonly bin: number;
  readonly missingLeft: boolean;
  /** 256 bytes: 1 for bins that go left. */
  readonly table: Uint8Array;
}

export interface GrownLeaf {
  readonly node: number;
  /** Its rows, among those that the tree was grown from. */
  readonly start: number;
  readonly rows: number;
  /** In single precision, times the learning rate. */
  value: number;
}

/** The tree with thresholds in place of bins. */
export function treePart(tree: GrownTree, bins: readonly ColumnBins[]): TreePart {
  const { nodes, leaves } = tree;
  const sets: number[] = [];
  const threshold = Float32Array.from(nodes, ({ question }) => {
    if (question === null) return 0;
    const own = bins[question.column];
    if (own?.kind === "categorical") return sets.push(...packTable(question.table)) / 8 - 1;
    // Beyond the last edge there is nothing: all values against the missing ones.
    return own?.edges[question.bin - 1] ?? Infinity;
  });
  return {
    feature: Int16Array.from(nodes, ({ question }) => question?.column ?? -1),
    threshold,
    left: Int32Array.from(nodes, ({ left }) => left),
    missingLeft: Uint8Array.from(nodes, ({ question }) => (question?.missingLeft ? 1 : 0)),
    cover: Float32Array.from(nodes, ({ cover }) => cover),
    leafValues: Float32Array.from(leaves, ({ value }) => value),
    sets: Uint32Array.from(sets),
  };
}

function packTable(table: Uint8Array): number[] {
  const words = new Uint32Array(8);
  table.forEach((goesLeft, bin) => {
    if (goesLeft === 1) words[bin >>> 5] = (words[bin >>> 5] ?? 0) | (1 << (bin & 31));
  });
  return [...words];
}

/** The leaf that a row of a binned table reaches. */
export function leafOfRow(tree: GrownTree, matrix: BinnedMatrix, bytes: Uint8Array, row: number): GrownLeaf {
  let node = tree.nodes[0];
  while (node?.question) {
    const { column, table } = node.question;
    const bin = bytes[columnAt(matrix, column) + 4 * row] ?? 0;
    node = tree.nodes[node.left + 1 - (table[bin] ?? 0)];
  }
  const leaf = tree.leaves[node?.left ?? 0];
  if (leaf === undefined) throw new TypeError("the tree has no leaf");
  return leaf;
}
