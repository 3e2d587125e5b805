import { type RandomKey, randomStream, type RandomStream, splitKey } from "@mlops/core";

import { columnAt } from "../binning/binned-matrix.ts";
import { Growing, type TreePart } from "../ensemble-builder.ts";
import type { TreeKernels } from "../kernels/tree-kernels.ts";
import type { SharedMemory } from "../kernels/web-assembly.ts";
import { drawRows } from "./bootstrap.ts";
import type { ForestPlan, ForestSpace } from "./forest-plan.ts";
import { type ForestCut, NodeSearch } from "./node-search.ts";
import { nodeSums, type NodeSums, purity } from "./node-sums.ts";

/** A tree with what its questions gained, by column. */
export interface ForestTree {
  readonly part: TreePart;
  readonly gain: Float64Array;
  readonly split: Float64Array;
}

interface OpenNode {
  readonly node: number;
  readonly start: number;
  readonly rows: number;
  readonly depth: number;
  readonly sums: NodeSums;
  readonly purity: number;
  readonly cut: ForestCut | undefined;
}

/** Grows trees one by one; each depends on its number and the key alone. */
export class ForestTreeGrower {
  readonly #memory: SharedMemory;
  readonly #plan: ForestPlan;
  readonly #space: ForestSpace;
  readonly #kernels: TreeKernels;
  readonly #search: NodeSearch;
  readonly #words: Uint32Array;
  readonly #singles: Float32Array;
  readonly #columns: Int32Array;

  constructor(memory: SharedMemory, plan: ForestPlan, thread: number, kernels: TreeKernels) {
    const space = plan.spaces[thread];
    if (space === undefined) throw new RangeError(`there is no space for thread ${thread}`);
    this.#memory = memory;
    this.#plan = plan;
    this.#space = space;
    this.#kernels = kernels;
    this.#search = new NodeSearch(memory, plan, space, kernels);
    this.#words = new Uint32Array(memory.buffer);
    this.#singles = new Float32Array(memory.buffer);
    this.#columns = Int32Array.from({ length: plan.matrix.columns }, (_, column) => column);
  }

  grow(tree: number): ForestTree {
    const { rules, key, matrix } = this.#plan;
    const random = randomStream(splitKey(key, "tree", tree));
    this.#columns.forEach((_, at) => (this.#columns[at] = at));
    const list = new NodeList(this.#plan);
    const gain = new Float64Array(matrix.columns);
    const split = new Float64Array(matrix.columns);
    const rows = this.#begin(key, tree);
    const total = this.#sumsOf(0, rows).sums.weight;
    const perRow = rules.draws === null ? total / rows : total / rules.draws;
    const leastWeight = Math.max(
      rules.leastRowsInLeaf > 1 ? rules.leastRowsInLeaf * perRow * (1 - 1e-9) : 0,
      rules.leastWeightShare * total,
      Number.MIN_VALUE,
    );
    // Rounding must not decide where nothing is asked for.
    const leastGain = rules.leastDecrease > 0 ? rules.leastDecrease * total : -Infinity;
    const open: OpenNode[] = [];
    const consider = (node: number, start: number, count: number, depth: number): void => {
      const { sums, pure } = this.#sumsOf(start, count);
      const own = purity(sums, rules.entropy);
      const may = (rules.maxDepth === null || depth < rules.maxDepth) && count >= rules.leastRowsToSplit && !pure;
      const found = may ? this.#best(start, count, sums, leastWeight, random) : undefined;
      const cut = found && found.purity - own >= leastGain ? found : undefined;
      open.push({ node, start, rows: count, depth, sums, purity: own, cut });
    };
    list.add(total);
    consider(0, 0, rows, 0);
    let leaves = 1;
    while (open.length > 0) {
      const [next] = open.splice(this.#next(open), 1);
      if (next === undefined) break;
      const { cut } = next;
      if (cut === undefined || (rules.maxLeaves !== null && leaves >= rules.maxLeaves)) {
        list.leaf(next.node, next.sums);
        continue;
      }
      const left = this.#part(cut, next.start, next.rows);
      const child = list.question(next.node, cut);
      gain[cut.column] = (gain[cut.column] ?? 0) + Math.max(0, cut.purity - next.purity);
      split[cut.column] = (split[cut.column] ?? 0) + 1;
      leaves++;
      consider(child + 1, next.start + left, next.rows - left, next.depth + 1);
      consider(child, next.start, left, next.depth + 1);
      for (const node of open.slice(-2)) list.cover(node.node, node.sums.weight);
    }
    return { part: list.finish(), gain, split };
  }

  /** Writes the rows of the tree and their pairs; answers how many there are. */
  #begin(key: RandomKey, tree: number): number {
    const { matrix, rules, targetAt, weightsAt } = this.#plan;
    const counts = rules.draws === null ? null : drawRows(key, tree, matrix.rows, rules.draws);
    const [rows, pairs] = [this.#space.rowsAt >>> 2, this.#space.pairsAt >>> 2];
    const [target, weights] = [targetAt >>> 2, weightsAt >>> 2];
    let count = 0;
    for (let row = 0; row < matrix.rows; row++) {
      const drawn = counts === null ? 1 : (counts[row] ?? 0);
      if (drawn === 0) continue;
      const weight = Math.fround(drawn * (weightsAt === 0 ? 1 : (this.#singles[weights + row] ?? 0)));
      this.#singles[pairs + 2 * row] = weight * (this.#singles[target + row] ?? 0);
      this.#singles[pairs + 2 * row + 1] = weight;
      this.#words[rows + count++] = row;
    }
    return count;
  }

  /** Sums of a node's rows, and whether all have one target. */
  #sumsOf(start: number, rows: number): { readonly sums: NodeSums; readonly pure: boolean } {
    const { width } = this.#plan;
    const first = (this.#space.rowsAt >>> 2) + start;
    const into = nodeSums(width);
    const pure = width === 1 ? this.#addValues(into, first, rows) : this.#addClasses(into, first, rows);
    return { sums: into, pure };
  }

  #addValues(into: NodeSums, first: number, rows: number): boolean {
    const [words, singles] = [this.#words, this.#singles];
    const pairs = this.#space.pairsAt >>> 2;
    const target = this.#plan.targetAt >>> 2;
    const value = singles[target + (words[first] ?? 0)] ?? 0;
    let [sum, weight, pure] = [0, 0, true];
    for (let at = first; at < first + rows; at++) {
      const row = words[at] ?? 0;
      sum += singles[pairs + 2 * row] ?? 0;
      weight += singles[pairs + 2 * row + 1] ?? 0;
      if (pure) pure = singles[target + row] === value;
    }
    into.sums[0] = sum;
    into.weight = weight;
    return pure;
  }

  #addClasses(into: NodeSums, first: number, rows: number): boolean {
    const pairs = this.#space.pairsAt >>> 2;
    const target = this.#plan.targetAt >>> 2;
    const { sums } = into;
    for (let at = first; at < first + rows; at++) {
      const row = this.#words[at] ?? 0;
      const weight = this.#singles[pairs + 2 * row + 1] ?? 0;
      const code = this.#singles[target + row] ?? 0;
      sums[code] = (sums[code] ?? 0) + weight;
      into.weight += weight;
    }
    return sums.includes(into.weight);
  }

  /** Over columns drawn without repetition: as many as are asked for, and on until one can part the node. */
  #best(start: number, rows: number, sums: NodeSums, leastWeight: number, random: RandomStream): ForestCut | undefined {
    const columns = this.#columns;
    const { columnsPerNode, entropy } = this.#plan.rules;
    const node = { start, rows, sums, leastWeight };
    let best: ForestCut | undefined;
    // Any cut will do, also one that gains nothing: the next may.
    const least = entropy ? -Infinity : -1;
    for (let left = columns.length, tried = 0; left > 0 && (tried < columnsPerNode || !best); tried++) {
      const at = columnsPerNode >= columns.length ? tried : Math.floor((random.uint32() / 4_294_967_296) * left);
      left--;
      const column = columns[at] ?? 0;
      if (columnsPerNode < columns.length) {
        columns[at] = columns[left] ?? 0;
        columns[left] = column;
      }
      best = this.#search.search(node, column, best?.purity ?? least, random) ?? best;
    }
    return best;
  }

  #next(open: readonly OpenNode[]): number {
    if (this.#plan.rules.maxLeaves === null) return open.length - 1;
    let [best, most] = [0, -Infinity];
    open.forEach(({ cut, purity }, at) => {
      const gained = cut === undefined ? -Infinity : cut.purity - purity;
      if (gained > most) [best, most] = [at, gained];
    });
    return best;
  }

  /** Puts the left rows first; answers how many they are. */
  #part(cut: ForestCut, start: number, rows: number): number {
    const { tableAt, rowsAt, scratchAt } = this.#space;
    const table = new Uint8Array(this.#memory.buffer, tableAt, 256);
    if (cut.table !== null) table.set(cut.table);
    else {
      table.fill(0);
      table.fill(1, 1, cut.bin + 1);
      table[0] = cut.missingLeft ? 1 : 0;
    }
    const binsAt = columnAt(this.#plan.matrix, cut.column);
    return this.#kernels.partition(rowsAt + 4 * start, rows, binsAt, tableAt, scratchAt);
  }
}

/** The tree's lists as they grow. */
class NodeList {
  readonly #plan: ForestPlan;
  readonly #feature = new Growing((length) => new Int16Array(length));
  readonly #threshold = new Growing((length) => new Float32Array(length));
  readonly #left = new Growing((length) => new Int32Array(length));
  readonly #missingLeft = new Growing((length) => new Uint8Array(length));
  readonly #cover = new Growing((length) => new Float32Array(length));
  readonly #leafValues = new Growing((length) => new Float32Array(length));
  readonly #sets = new Growing((length) => new Uint32Array(length));

  constructor(plan: ForestPlan) {
    this.#plan = plan;
  }

  add(cover: number): number {
    this.#feature.push(-1);
    this.#threshold.push(0);
    this.#missingLeft.push(0);
    this.#cover.push(cover);
    return this.#left.push(0);
  }

  cover(node: number, cover: number): void {
    this.#cover.set(node, cover);
  }

  /** Answers the number of the left child. */
  question(node: number, { column, bin, missingLeft, table }: ForestCut): number {
    const bins = this.#plan.bins[column];
    this.#feature.set(node, column);
    this.#missingLeft.set(node, missingLeft ? 1 : 0);
    if (table !== null) {
      this.#threshold.set(node, this.#sets.length / 8);
      const words = new Uint32Array(8);
      table.forEach((goesLeft, at) => {
        if (goesLeft === 1) words[at >>> 5] = (words[at >>> 5] ?? 0) | (1 << (at & 31));
      });
      this.#sets.pushAll(words);
    } else {
      // Beyond the last edge: all values against the missing ones.
      this.#threshold.set(node, bins?.kind === "numeric" ? (bins.edges[bin - 1] ?? Infinity) : 0);
    }
    const child = this.add(0);
    this.add(0);
    this.#left.set(node, child);
    return child;
  }

  leaf(node: number, { sums, weight }: NodeSums): void {
    const { leafWidth, width } = this.#plan;
    this.#left.set(node, this.#leafValues.length / leafWidth);
    // Of two classes the second's share.
    if (leafWidth === 1) this.#leafValues.push((sums[width - 1] ?? 0) / weight);
    else this.#leafValues.pushAll(sums.map((sum) => sum / weight));
  }

  finish(): TreePart {
    return {
      feature: this.#feature.finish(),
      threshold: this.#threshold.finish(),
      left: this.#left.finish(),
      missingLeft: this.#missingLeft.finish(),
      cover: this.#cover.finish(),
      leafValues: this.#leafValues.finish(),
      sets: this.#sets.finish(),
    };
  }
}
