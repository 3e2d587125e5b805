import type { RandomStream } from "@mlops/core";

import { columnAt } from "../binning/binned-matrix.ts";
import type { ColumnBins } from "../binning/column-bins.ts";
import type { TreeKernels } from "../kernels/tree-kernels.ts";
import type { SharedMemory } from "../kernels/web-assembly.ts";
import type { ForestPlan, ForestSpace } from "./forest-plan.ts";
import { addSums, clearSums, nodeSums, type NodeSums, purity, subtractSums } from "./node-sums.ts";

/** Up to so many rows, bins that have rows are marked instead of all bins being looked at. */
const FEW = 400;

/** A question about a node. */
export interface ForestCut {
  readonly column: number;
  /** Of numbers: the last bin on the left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  /** Of categories: 256 bytes, 1 for bins that go left. */
  readonly table: Uint8Array | null;
  readonly purity: number;
}

/** A node as the search sees it: its rows stand together in the list. */
export interface SearchedNode {
  readonly start: number;
  readonly rows: number;
  readonly sums: NodeSums;
  /** Least weight of a part. */
  readonly leastWeight: number;
}

/** Searches one column of a node; keeps what it needs again and again. */
export class NodeSearch {
  readonly #plan: ForestPlan;
  readonly #space: ForestSpace;
  readonly #kernels: TreeKernels;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #singles: Float32Array;
  readonly #doubles: Float64Array;
  /** By bin: sums, weight. 0 between searches. */
  readonly #histogram: Float64Array;
  readonly #left: NodeSums;
  readonly #right: NodeSums;

  constructor(memory: SharedMemory, plan: ForestPlan, space: ForestSpace, kernels: TreeKernels) {
    this.#plan = plan;
    this.#space = space;
    this.#kernels = kernels;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
    this.#singles = new Float32Array(memory.buffer);
    this.#doubles = new Float64Array(memory.buffer);
    this.#histogram = new Float64Array(256 * (plan.width + 1));
    this.#left = nodeSums(plan.width);
    this.#right = nodeSums(plan.width);
  }

  /** The cut of the column, if it makes the parts purer than `least`. */
  search(node: SearchedNode, column: number, least: number, random: RandomStream): ForestCut | undefined {
    const bins = this.#plan.bins[column];
    if (bins === undefined || bins.bins + (bins.hasMissing ? 1 : 0) < 2) return undefined;
    if (this.#plan.rules.cuts === "random") return this.#randomCut(node, column, bins, least, random);
    const plain = this.#plan.width === 1 && bins.kind === "numeric" && !bins.hasMissing && !this.#plan.rules.entropy;
    return plain ? this.#kernelCut(node, column, least) : this.#orderedCut(node, column, bins, least);
  }

  #kernelCut({ start, rows, sums, leastWeight }: SearchedNode, column: number, least: number): ForestCut | undefined {
    const { rowsAt, pairsAt, histogramAt, marksAt, cutAt } = this.#space;
    const kernels = this.#kernels;
    const from = rowsAt + 4 * start;
    const binsAt = columnAt(this.#plan.matrix, column);
    const [sum = 0, { weight }] = [sums.sums[0], sums];
    const found =
      rows <= FEW
        ? kernels.cutFewRows(from, rows, pairsAt, binsAt, histogramAt, marksAt, sum, weight, leastWeight, least, cutAt)
        : kernels.cutManyRows(
            from,
            rows,
            pairsAt,
            binsAt,
            histogramAt,
            marksAt,
            sum,
            weight,
            leastWeight,
            least,
            cutAt,
          );
    if (found < 0) return undefined;
    const [last, next] = [found & 255, found >>> 8];
    const place = cutAt >>> 3;
    const bin = (last + next - 1) >> 1;
    const missingLeft = 2 * (this.#doubles[place + 2] ?? 0) >= weight;
    return { column, bin, missingLeft, table: null, purity: this.#doubles[place] ?? 0 };
  }

  /** Sums by bin; answers the bins that have rows, in order. */
  #sumByBin({ start, rows }: SearchedNode, column: number): number[] {
    const { rowsAt, pairsAt } = this.#space;
    const { width, targetAt } = this.#plan;
    const stride = width + 1;
    const histogram = this.#histogram;
    const binsAt = columnAt(this.#plan.matrix, column);
    for (let at = (rowsAt >>> 2) + start, end = at + rows; at < end; at++) {
      const row = this.#words[at] ?? 0;
      const place = (this.#bytes[binsAt + 4 * row] ?? 0) * stride;
      const pair = (pairsAt >>> 2) + 2 * row;
      const weight = this.#singles[pair + 1] ?? 0;
      const own = width === 1 ? place : place + (this.#singles[(targetAt >>> 2) + row] ?? 0);
      histogram[own] = (histogram[own] ?? 0) + (width === 1 ? (this.#singles[pair] ?? 0) : weight);
      histogram[place + width] = (histogram[place + width] ?? 0) + weight;
    }
    const present: number[] = [];
    for (let bin = 0; bin < 256; bin++) if ((histogram[bin * stride + width] ?? 0) > 0) present.push(bin);
    return present;
  }

  #orderedCut(node: SearchedNode, column: number, bins: ColumnBins, least: number): ForestCut | undefined {
    const present = this.#sumByBin(node, column);
    const categorical = bins.kind === "categorical";
    const orders: (readonly number[])[] = [];
    if (categorical) orders.push(this.#byMean(present, node));
    else if (present[0] === 0) orders.push([...present.slice(1), 0], present);
    else orders.push(present);
    let best: ForestCut | undefined;
    for (const order of orders) {
      const found = this.#bestPlace(node, order, best?.purity ?? least);
      if (found === undefined) continue;
      const { place, purity } = found;
      const inside = order.slice(0, place + 1);
      const missingLeft = present[0] === 0 ? inside.includes(0) : 2 * found.leftWeight >= node.sums.weight;
      if (categorical) {
        const table = new Uint8Array(256);
        for (const bin of inside) table[bin] = 1;
        if (missingLeft) table[0] = 1;
        best = { column, bin: 0, missingLeft, table, purity };
        continue;
      }
      const next = order[place + 1] ?? 0;
      // Where only missing values are on the right: all bins of values are left.
      const bin = next === 0 ? bins.bins : ((order[place] ?? 0) + next - 1) >> 1;
      best = { column, bin, missingLeft, table: null, purity };
    }
    this.#clear(present);
    return best;
  }

  /** After which place of the order the cut is best. */
  #bestPlace(
    node: SearchedNode,
    order: readonly number[],
    least: number,
  ): { readonly place: number; readonly purity: number; readonly leftWeight: number } | undefined {
    const { width, rules } = this.#plan;
    clearSums(this.#left);
    let best: { place: number; purity: number; leftWeight: number } | undefined;
    for (let place = 0; place < order.length - 1; place++) {
      addSums(this.#left, this.#histogram, (order[place] ?? 0) * (width + 1));
      subtractSums(this.#right, node.sums, this.#left);
      if (this.#left.weight < node.leastWeight || this.#right.weight < node.leastWeight) continue;
      const value = purity(this.#left, rules.entropy) + purity(this.#right, rules.entropy);
      if (value > (best?.purity ?? least)) best = { place, purity: value, leftWeight: this.#left.weight };
    }
    return best;
  }

  /** Categories by their mean, or by the share of the node's most frequent class. */
  #byMean(present: readonly number[], { sums }: SearchedNode): readonly number[] {
    const { width } = this.#plan;
    const frequent = sums.sums.indexOf(Math.max(...sums.sums));
    const mean = (bin: number): number => {
      const place = bin * (width + 1);
      return (this.#histogram[place + frequent] ?? 0) / (this.#histogram[place + width] ?? 1);
    };
    return present.toSorted((a, b) => mean(a) - mean(b) || a - b);
  }

  #randomCut(
    node: SearchedNode,
    column: number,
    bins: ColumnBins,
    least: number,
    random: RandomStream,
  ): ForestCut | undefined {
    const present = this.#sumByBin(node, column);
    const values = present.filter((bin) => bin > 0);
    const missing = present[0] === 0;
    const draws =
      bins.kind === "numeric"
        ? drawnBelow(bins.edges, values, random)
        : new Set(values.filter(() => random.uniform() < 0.5));
    const { width, rules } = this.#plan;
    let best: ForestCut | undefined;
    for (const missingLeft of missing ? [false, true] : [false]) {
      clearSums(this.#left);
      for (const bin of draws) addSums(this.#left, this.#histogram, bin * (width + 1));
      if (missingLeft) addSums(this.#left, this.#histogram, 0);
      subtractSums(this.#right, node.sums, this.#left);
      if (!(this.#left.weight > 0 && this.#right.weight > 0)) continue;
      if (this.#left.weight < node.leastWeight || this.#right.weight < node.leastWeight) continue;
      const value = purity(this.#left, rules.entropy) + purity(this.#right, rules.entropy);
      if (!(value > (best?.purity ?? least))) continue;
      const toLeft = missing ? missingLeft : 2 * this.#left.weight >= node.sums.weight;
      const table = new Uint8Array(256);
      for (const bin of draws) table[bin] = 1;
      if (toLeft) table[0] = 1;
      const bin = bins.kind === "numeric" ? Math.max(0, ...draws) : 0;
      best = { column, bin, missingLeft: toLeft, table: bins.kind === "numeric" ? null : table, purity: value };
    }
    this.#clear(present);
    return best;
  }

  #clear(present: readonly number[]): void {
    const stride = this.#plan.width + 1;
    for (const bin of present) this.#histogram.fill(0, bin * stride, (bin + 1) * stride);
  }
}

/** The bins with values up to a number drawn between the node's least and greatest edge; at least one and not all. */
function drawnBelow(edges: Float32Array, values: readonly number[], random: RandomStream): ReadonlySet<number> {
  const [first, last] = [values[0], values.at(-1)];
  if (first === undefined || last === undefined || first === last) return new Set(values);
  // Bin b ends at edge b − 1.
  const [low, high] = [edges[first - 1] ?? 0, edges[last - 2] ?? 0];
  const cut = low + random.uniform() * (high - low);
  return new Set(values.filter((bin) => bin === first || (bin < last && (edges[bin - 1] ?? Infinity) <= cut)));
}
