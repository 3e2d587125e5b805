/**
 * Grown trees as flat lists, one entry per node, tree after tree, a parent before its children. What learns trees makes
 * one; what predicts, explains and exports reads it.
 */
export interface TreeEnsemble {
  /** Numbers that a row's sums are: 1, or one per class. */
  readonly outputs: number;
  /** Values of a leaf: all outputs (`outputs`), or 1, which then counts for output `tree % outputs`. */
  readonly leafWidth: number;
  /** First node of each tree, and the number of nodes at the end. */
  readonly roots: Int32Array;
  /** Column that a node asks; −1 in a leaf. */
  readonly feature: Int16Array;
  /** Of a numeric question: left is `x ≤ threshold`, both in single precision. Of a categorical one: its set's number. */
  readonly threshold: Float32Array;
  /** Node of the left child, the right one follows it; in a leaf, the leaf's number. */
  readonly left: Int32Array;
  /** 1 where a missing value goes left. */
  readonly missingLeft: Uint8Array;
  /** Rows, weighted as the learner weighs them, that reached the node in training. */
  readonly cover: Float32Array;
  /** `leafWidth` values for each leaf, in order of their numbers. */
  readonly leafValues: Float32Array;
  /** Sets of bins that go left: 256 bits each, as 8 words. */
  readonly sets: Uint32Array;
  /** Of each column: null if numeric, else the bin of each category; bin 0 is for what is missing or was not seen. */
  readonly categoryBins: readonly (Uint8Array | null)[];
}

/** Sums of all gains (`gain`) and numbers of questions (`split`) by column. */
export interface SplitImportances {
  readonly gain: Float64Array;
  readonly split: Float64Array;
}

/** Whether the bin is in the set. */
export function inSet(sets: Uint32Array, set: number, bin: number): boolean {
  return (((sets[8 * set + (bin >>> 5)] ?? 0) >>> (bin & 31)) & 1) === 1;
}

export function treeCount({ roots }: Pick<TreeEnsemble, "roots">): number {
  return roots.length - 1;
}
