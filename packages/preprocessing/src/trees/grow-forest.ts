import { type RandomKey, type RandomStream, randomStream, splitKey } from "@mlops/core";

import { quantile, sorted } from "../columns/statistics.ts";
import { type GrownNode, type Tree, treeOf } from "./tree.ts";

/** Candidate thresholds of a feature: enough for trees of a few levels. */
const CANDIDATES = 63;
const SMALLEST_LEAF = 5;

export interface ForestOptions {
  readonly trees: number;
  readonly depth: number;
  readonly key: RandomKey;
}

/**
 * Shallow regression trees on bootstrap samples, each split the best of √p features drawn at random (Breiman 2001).
 * Several series are learnt at once: the gain is the sum of their reductions of squares, which for class indicators is
 * that of Gini's impurity. Leaves are numbered from 0 within their tree.
 *
 * @param features as columns; NaN is missing and goes right
 * @param series what the trees learn to tell apart, a number per row each
 */
export function growForest(
  features: readonly Float64Array[],
  series: readonly Float64Array[],
  { trees, depth, key }: ForestOptions,
): Tree[] {
  const binned = features.map(binFeature);
  return Array.from({ length: trees }, (_, index) =>
    growTree(binned, series, { depth, stream: randomStream(splitKey(key, "tree", index)) }),
  );
}

interface BinnedFeature {
  /** Ascending; a row of code c has a value not above edge c and above edge c − 1. */
  readonly edges: readonly number[];
  /** The code after the last edge is for greater and for missing values. */
  readonly codes: Uint8Array;
}

function binFeature(values: Float64Array): BinnedFeature {
  const edges = candidateEdges(values);
  const codes = Uint8Array.from(values, (value) => {
    if (Number.isNaN(value)) return edges.length;
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((edges[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  });
  return { edges, codes };
}

/** Quantiles below the greatest value; that one too where values are missing, so that they can be told apart. */
function candidateEdges(values: Float64Array): number[] {
  const ascending = sorted(values);
  const greatest = ascending.at(-1);
  if (greatest === undefined) return [];
  const quantiles = Array.from({ length: CANDIDATES }, (_, index) =>
    quantile(ascending, (index + 1) / (CANDIDATES + 1)),
  );
  const below = [...new Set(quantiles)].filter((edge) => edge < greatest);
  return ascending.length < values.length ? [...below, greatest] : below;
}

function growTree(
  features: readonly BinnedFeature[],
  series: readonly Float64Array[],
  { depth, stream }: { readonly depth: number; readonly stream: RandomStream },
): Tree {
  const rowCount = series[0]?.length ?? 0;
  const rows = Int32Array.from({ length: rowCount }, () => stream.integer(rowCount));
  let leaves = 0;
  const grow = (members: Int32Array, level: number): GrownNode => {
    const split = level === depth ? null : bestSplit(features, series, members, drawnFeatures(features.length, stream));
    if (split === null) return { value: leaves++ };
    const { codes } = features[split.feature] ?? { codes: new Uint8Array() };
    const left = members.filter((row) => (codes[row] ?? 0) <= split.edge);
    const right = members.filter((row) => (codes[row] ?? 0) > split.edge);
    const threshold = features[split.feature]?.edges[split.edge] ?? 0;
    return { feature: split.feature, threshold, left: grow(left, level + 1), right: grow(right, level + 1) };
  };
  return treeOf(grow(rows, 0));
}

function drawnFeatures(count: number, stream: RandomStream): number[] {
  const all = stream.shuffle(Array.from({ length: count }, (_, feature) => feature));
  return all.slice(0, Math.max(1, Math.round(Math.sqrt(count)))).sort((a, b) => a - b);
}

interface Split {
  readonly feature: number;
  readonly edge: number;
}

/** Null where no split leaves enough rows on both sides and tells them apart. */
function bestSplit(
  features: readonly BinnedFeature[],
  series: readonly Float64Array[],
  members: Int32Array,
  drawn: readonly number[],
): Split | null {
  let [best, bestGain] = [null as Split | null, 1e-12];
  for (const feature of drawn) {
    const { codes, edges } = features[feature] ?? { codes: new Uint8Array(), edges: [] };
    const bins = edges.length + 1;
    const counts = new Float64Array(bins);
    for (const row of members) counts[codes[row] ?? 0] = (counts[codes[row] ?? 0] ?? 0) + 1;
    const sums = series.map((values) => {
      const sum = new Float64Array(bins);
      for (const row of members) sum[codes[row] ?? 0] = (sum[codes[row] ?? 0] ?? 0) + (values[row] ?? 0);
      return sum;
    });
    const totals = sums.map((sum) => sum.reduce((total, value) => total + value, 0));
    const lefts = sums.map(() => 0);
    let left = 0;
    for (let edge = 0; edge < edges.length; edge += 1) {
      left += counts[edge] ?? 0;
      sums.forEach((sum, index) => {
        lefts[index] = (lefts[index] ?? 0) + (sum[edge] ?? 0);
      });
      const right = members.length - left;
      if (left < SMALLEST_LEAF || right < SMALLEST_LEAF) continue;
      const gain = totals.reduce((sum, total, index) => {
        const own = lefts[index] ?? 0;
        return sum + (own * own) / left + (total - own) ** 2 / right - (total * total) / members.length;
      }, 0);
      if (gain > bestGain * (1 + 1e-9)) [best, bestGain] = [{ feature, edge }, gain];
    }
  }
  return best;
}
