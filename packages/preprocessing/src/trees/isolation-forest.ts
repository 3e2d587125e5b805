import { type RandomKey, type RandomStream, randomStream, splitKey } from "@mlops/core";

import { type GrownNode, leafValue, type Tree, treeOf } from "./tree.ts";

/** Path lengths stay below. */
const LONGEST_PATH = 64;
const EULER = 0.577_215_664_901_532_9;

export interface IsolationOptions {
  readonly trees: number;
  readonly sample: number;
  /** Share of the training rows that are outliers; `auto` takes the score ½ of the paper. */
  readonly contamination: number | "auto";
  readonly key: RandomKey;
}

export type IsolationForest = {
  readonly trees: readonly Tree[];
  /** A row is an outlier where its summed path length is below. */
  readonly limit: number;
};

/**
 * Isolation forest (Liu, Ting and Zhou 2008): outliers are cut off by few random splits. Missing values go right.
 *
 * @param features as columns
 */
export function growIsolationForest(
  features: readonly Float64Array[],
  { trees: count, sample, contamination, key }: IsolationOptions,
): IsolationForest {
  const rowCount = features[0]?.length ?? 0;
  const size = Math.min(sample, rowCount);
  const depth = Math.ceil(Math.log2(Math.max(size, 2)));
  const grain = pathGrain(count);
  const trees = Array.from({ length: count }, (_, index) => {
    const stream = randomStream(splitKey(key, "isolation", index));
    return treeOf(isolate(features, drawRows(rowCount, size, stream), { depth, grain, stream }));
  });
  if (contamination === "auto") {
    return { trees, limit: (Math.floor(count * averagePath(size) * grain) + 0.5) / grain };
  }
  const lengths = pathLengths({ trees, limit: 0 }, features).sort();
  const outliers = Math.floor(contamination * rowCount);
  return { trees, limit: outliers === 0 ? 0 : (lengths[outliers - 1] ?? 0) + 0.5 / grain };
}

/**
 * Path lengths are rounded to one over this power of two, so that their sum over the trees is exact in float32 whatever
 * the order, and a row is an outlier in every runtime or in none.
 */
function pathGrain(trees: number): number {
  return 2 ** Math.floor(Math.log2(2 ** 24 / (trees * LONGEST_PATH)));
}

/** Of each row, summed over the trees. */
export function pathLengths({ trees }: IsolationForest, features: readonly Float64Array[]): Float64Array {
  return Float64Array.from({ length: features[0]?.length ?? 0 }, (_, row) => {
    const at = (feature: number): number => features[feature]?.[row] ?? Number.NaN;
    return trees.reduce((sum, tree) => sum + leafValue(tree, at), 0);
  });
}

/** Without repetition. */
function drawRows(rowCount: number, size: number, stream: RandomStream): Int32Array {
  const rows = Int32Array.from({ length: rowCount }, (_, row) => row);
  for (let index = 0; index < size; index += 1) {
    const other = index + stream.integer(rowCount - index);
    const row = rows[index] ?? 0;
    rows[index] = rows[other] ?? 0;
    rows[other] = row;
  }
  return rows.slice(0, size);
}

interface IsolateOptions {
  readonly depth: number;
  readonly grain: number;
  readonly stream: RandomStream;
}

function isolate(
  features: readonly Float64Array[],
  rows: Int32Array,
  { depth, grain, stream }: IsolateOptions,
): GrownNode {
  const grow = (members: Int32Array, level: number): GrownNode => {
    const leaf = { value: Math.round((level + averagePath(members.length)) * grain) / grain };
    if (level === depth || members.length <= 1) return leaf;
    const split = randomSplit(features, members, stream);
    if (split === null) return leaf;
    const values = features[split.feature] ?? new Float64Array();
    const left = members.filter((row) => (values[row] ?? Number.NaN) <= split.threshold);
    const right = members.filter((row) => !((values[row] ?? Number.NaN) <= split.threshold));
    return { ...split, left: grow(left, level + 1), right: grow(right, level + 1) };
  };
  return grow(rows, 0);
}

/** Of a feature that varies among the rows, between its least and greatest value there. */
function randomSplit(
  features: readonly Float64Array[],
  members: Int32Array,
  stream: RandomStream,
): { readonly feature: number; readonly threshold: number } | null {
  const order = stream.shuffle(features.map((_, feature) => feature));
  for (const feature of order) {
    let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of members) {
      const value = features[feature]?.[row] ?? Number.NaN;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    const threshold = least + stream.uniform() * (greatest - least);
    if (greatest > least && threshold < greatest) return { feature, threshold };
  }
  return null;
}

/** Average path length of an unsuccessful search among n rows: 2·H(n − 1) − 2·(n − 1)/n. */
function averagePath(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}
