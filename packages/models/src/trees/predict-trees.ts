import type { Feature } from "@mlops/core";

import { rowsOf } from "../estimator/rows-of.ts";
import { toSingle } from "./binning/bin-edges.ts";
import { inSet, treeCount, type TreeEnsemble } from "./tree-ensemble.ts";

/** Rows that are taken through all trees together: their values stay in the cache. */
const BLOCK = 256;

/**
 * Sums of the leaves that each row reaches, one list per output. They are added in single precision, tree after tree, as
 * ONNX Runtime adds on one thread: ties stay ties, and labels agree.
 */
export function sumTrees(features: readonly Feature[], ensemble: TreeEnsemble): Float64Array[] {
  const rows = rowsOf(features);
  const { outputs } = ensemble;
  const sums = Array.from({ length: outputs }, () => new Float64Array(rows));
  const columns = features.length;
  const values = new Float32Array(BLOCK * columns);
  const block = new Float32Array(BLOCK * outputs);
  for (let first = 0; first < rows; first += BLOCK) {
    const count = Math.min(BLOCK, rows - first);
    features.forEach((feature, column) => {
      loadColumn(feature, ensemble.categoryBins[column] ?? null, first, count, values, column, columns);
    });
    block.fill(0);
    for (let tree = 0; tree < treeCount(ensemble); tree++) addTree(ensemble, tree, values, columns, count, block);
    sums.forEach((sum, output) => {
      for (let row = 0; row < count; row++) sum[first + row] = block[row * outputs + output] ?? NaN;
    });
  }
  return sums;
}

/** A row's values one after the other; categories as their bins. */
function loadColumn(
  feature: Feature,
  binOfCode: Uint8Array | null,
  first: number,
  count: number,
  into: Float32Array,
  column: number,
  columns: number,
): void {
  for (let row = 0, at = column; row < count; row++, at += columns) {
    into[at] =
      feature.kind === "numeric"
        ? toSingle(feature.values[first + row] ?? NaN)
        : (binOfCode?.[feature.codes[first + row] ?? -1] ?? 0);
  }
}

/** How the row, whose values begin at `base`, answers the node's question. */
function goesLeft(
  { feature, threshold, missingLeft, sets, categoryBins }: TreeEnsemble,
  node: number,
  values: Float32Array,
  base: number,
): boolean {
  const column = feature[node] ?? 0;
  const value = values[base + column] ?? NaN;
  const cut = threshold[node] ?? 0;
  return categoryBins[column] === null
    ? value <= cut || (missingLeft[node] === 1 && Number.isNaN(value))
    : inSet(sets, cut, value);
}

/** Number of the leaf; the row's values begin at `base`. */
function leafOf(ensemble: TreeEnsemble, root: number, values: Float32Array, base: number): number {
  const { feature, left } = ensemble;
  let node = root;
  while ((feature[node] ?? -1) >= 0) node = (left[node] ?? 0) + (goesLeft(ensemble, node, values, base) ? 0 : 1);
  return left[node] ?? 0;
}

function addTree(
  ensemble: TreeEnsemble,
  tree: number,
  values: Float32Array,
  columns: number,
  count: number,
  sums: Float32Array,
): void {
  const { leafValues, leafWidth, outputs, roots } = ensemble;
  const root = roots[tree] ?? 0;
  for (let row = 0; row < count; row++) {
    const leaf = leafOf(ensemble, root, values, row * columns) * leafWidth;
    if (leafWidth === 1) {
      const at = row * outputs + (tree % outputs);
      sums[at] = (sums[at] ?? 0) + (leafValues[leaf] ?? 0);
    } else {
      for (let output = 0; output < outputs; output++) {
        const at = row * outputs + output;
        sums[at] = (sums[at] ?? 0) + (leafValues[leaf + output] ?? 0);
      }
    }
  }
}

/** Takes single rows through trees. */
export class LeafFinder {
  readonly #ensemble: TreeEnsemble;
  readonly #values: Float32Array;
  readonly #columns: number;

  constructor(features: readonly Feature[], ensemble: TreeEnsemble) {
    const rows = rowsOf(features);
    this.#ensemble = ensemble;
    this.#columns = features.length;
    this.#values = new Float32Array(rows * features.length);
    features.forEach((feature, column) => {
      const binOfCode = ensemble.categoryBins[column] ?? null;
      loadColumn(feature, binOfCode, 0, rows, this.#values, column, features.length);
    });
  }

  /** Number of the leaf that the row reaches in the tree. */
  leafOf(tree: number, row: number): number {
    return leafOf(this.#ensemble, this.#ensemble.roots[tree] ?? 0, this.#values, row * this.#columns);
  }

  /** Whether the row goes left at the node. */
  goesLeft(node: number, row: number): boolean {
    return goesLeft(this.#ensemble, node, this.#values, row * this.#columns);
  }
}
