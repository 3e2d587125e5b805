import type { Feature } from "@mlops/core";

import { rowsOf } from "../../estimator/rows-of.ts";
import { LeafFinder } from "../predict-trees.ts";
import { treeCount, type TreeEnsemble } from "../tree-ensemble.ts";

/** Contributions in the units of the trees' sums. */
export interface TreeContributions {
  /** Of each output: the mean sum over the training rows. */
  readonly base: readonly number[];
  /** Of each output and column: one number per row. Base and all columns add up to the row's sum. */
  readonly contributions: readonly (readonly Float64Array[])[];
}

/** Columns asked on the way from the root, and what is known of each. */
interface Path {
  /** Column, −1 at the root. */
  readonly column: Int32Array;
  /** Share of the rows that follow the way where the column is not known. */
  readonly zero: Float64Array;
  /** 1 where the row itself follows the way. */
  readonly one: Float64Array;
  /** Shares of the subsets of known columns, by their size. */
  readonly weight: Float64Array;
}

/**
 * SHAP values of trees, by the shares of training rows along each way: Lundberg, Erion, Lee, Consistent individualized
 * feature attribution for tree ensembles (2018), algorithm 2. Takes rows · leaves · depth² steps.
 */
export function treeShap(features: readonly Feature[], ensemble: TreeEnsemble): TreeContributions {
  const rows = rowsOf(features);
  const { outputs } = ensemble;
  const contributions = Array.from({ length: outputs }, () => features.map(() => new Float64Array(rows)));
  const finder = new LeafFinder(features, ensemble);
  const base = Array.from({ length: outputs }, () => 0);
  for (let tree = 0; tree < treeCount(ensemble); tree++) {
    const walk = new TreeWalk(ensemble, finder, tree, contributions);
    walk.addMean(base);
    for (let row = 0; row < rows; row++) walk.explain(row);
  }
  return { base, contributions };
}

class TreeWalk {
  readonly #ensemble: TreeEnsemble;
  readonly #finder: LeafFinder;
  readonly #tree: number;
  readonly #contributions: readonly (readonly Float64Array[])[];
  readonly #paths: Path[] = [];
  #row = 0;

  constructor(
    ensemble: TreeEnsemble,
    finder: LeafFinder,
    tree: number,
    contributions: readonly (readonly Float64Array[])[],
  ) {
    this.#ensemble = ensemble;
    this.#finder = finder;
    this.#tree = tree;
    this.#contributions = contributions;
  }

  addMean(base: number[]): void {
    const { feature, left, cover, roots } = this.#ensemble;
    const root = roots[this.#tree] ?? 0;
    const whole = cover[root] ?? 1;
    for (let node = root; node < (roots[this.#tree + 1] ?? 0); node++) {
      if ((feature[node] ?? -1) >= 0) continue;
      this.#eachValue(left[node] ?? 0, (output, value) => {
        base[output] = (base[output] ?? 0) + (value * (cover[node] ?? 0)) / whole;
      });
    }
  }

  explain(row: number): void {
    this.#row = row;
    this.#visit(this.#ensemble.roots[this.#tree] ?? 0, 0, 0, 1, 1, -1);
  }

  /** `depth` is the number of columns on the way, the one that leads here included. */
  #visit(node: number, depth: number, length: number, zero: number, one: number, column: number): void {
    const path = this.#copyPath(depth, length);
    extend(path, length, zero, one, column);
    const { feature, left, cover } = this.#ensemble;
    const asked = feature[node] ?? -1;
    if (asked < 0) {
      this.#addLeaf(path, length, left[node] ?? 0);
      return;
    }
    const leftNode = left[node] ?? 0;
    const goesLeft = this.#finder.goesLeft(node, this.#row);
    const [hot, cold] = goesLeft ? [leftNode, leftNode + 1] : [leftNode + 1, leftNode];
    let [knownZero, knownOne, end] = [1, 1, length];
    // A column that was asked before has one place on the way.
    let before = 1;
    while (before <= length && path.column[before] !== asked) before++;
    if (before <= length) {
      knownZero = path.zero[before] ?? 1;
      knownOne = path.one[before] ?? 1;
      unwind(path, length, before);
      end--;
    }
    const whole = cover[node] ?? 1;
    const share = (child: number): number => (whole > 0 ? (cover[child] ?? 0) / whole : 0);
    this.#visit(hot, depth + 1, end + 1, knownZero * share(hot), knownOne, asked);
    this.#visit(cold, depth + 1, end + 1, knownZero * share(cold), 0, asked);
  }

  #addLeaf(path: Path, length: number, leaf: number): void {
    for (let at = 1; at <= length; at++) {
      const weight = unwoundSum(path, length, at) * ((path.one[at] ?? 0) - (path.zero[at] ?? 0));
      this.#eachValue(leaf, (output, value) => {
        const column = this.#contributions[output]?.[path.column[at] ?? 0];
        if (column) column[this.#row] = (column[this.#row] ?? 0) + weight * value;
      });
    }
  }

  #eachValue(leaf: number, visit: (output: number, value: number) => void): void {
    const { leafWidth, leafValues, outputs } = this.#ensemble;
    for (let value = 0; value < leafWidth; value++) {
      visit(leafWidth === 1 ? this.#tree % outputs : value, leafValues[leaf * leafWidth + value] ?? 0);
    }
  }

  /** The way so far, for this depth to change. */
  #copyPath(depth: number, length: number): Path {
    const own = (this.#paths[depth] ??= emptyPath(depth + 2));
    const parent = this.#paths[depth - 1];
    if (parent === undefined) return own;
    for (const part of ["column", "zero", "one", "weight"] as const) own[part].set(parent[part].subarray(0, length));
    return own;
  }
}

function emptyPath(length: number): Path {
  return {
    column: new Int32Array(length),
    zero: new Float64Array(length),
    one: new Float64Array(length),
    weight: new Float64Array(length),
  };
}

function extend({ column, zero, one, weight }: Path, length: number, z: number, o: number, asked: number): void {
  column[length] = asked;
  zero[length] = z;
  one[length] = o;
  weight[length] = length === 0 ? 1 : 0;
  for (let at = length - 1; at >= 0; at--) {
    const own = weight[at] ?? 0;
    weight[at + 1] = (weight[at + 1] ?? 0) + (o * own * (at + 1)) / (length + 1);
    weight[at] = (z * own * (length - at)) / (length + 1);
  }
}

/** Takes the column at `place` off the way. */
function unwind({ column, zero, one, weight }: Path, length: number, place: number): void {
  const [z, o] = [zero[place] ?? 0, one[place] ?? 0];
  let next = weight[length] ?? 0;
  for (let at = length - 1; at >= 0; at--) {
    const own = weight[at] ?? 0;
    if (o !== 0) {
      weight[at] = (next * (length + 1)) / ((at + 1) * o);
      next = own - ((weight[at] ?? 0) * z * (length - at)) / (length + 1);
    } else weight[at] = (own * (length + 1)) / (z * (length - at));
  }
  for (let at = place; at < length; at++) {
    column[at] = column[at + 1] ?? 0;
    zero[at] = zero[at + 1] ?? 0;
    one[at] = one[at + 1] ?? 0;
  }
}

/** Sum of the weights that the way would have without the column at `place`. */
function unwoundSum({ zero, one, weight }: Path, length: number, place: number): number {
  const [z, o] = [zero[place] ?? 0, one[place] ?? 0];
  let [next, total] = [weight[length] ?? 0, 0];
  for (let at = length - 1; at >= 0; at--) {
    if (o !== 0) {
      const unwound = (next * (length + 1)) / ((at + 1) * o);
      total += unwound;
      next = (weight[at] ?? 0) - (unwound * z * (length - at)) / (length + 1);
    } else if (z !== 0) total += ((weight[at] ?? 0) * (length + 1)) / (z * (length - at));
  }
  return total;
}
