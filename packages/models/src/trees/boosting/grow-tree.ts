import { HISTOGRAM_BYTES, type TreeKernels } from "../kernels/tree-kernels.ts";
import { columnAt } from "../binning/binned-matrix.ts";
import type { GrowthLimits, GrowthPlan } from "./growth-plan.ts";
import type { GrowthTeam } from "./growth-team.ts";
import type { NodeJob } from "./growth-thread.ts";
import type { GrownTree, Question } from "./grown-tree.ts";
import type { HistogramPool } from "./histogram-pool.ts";
import { leafValue } from "./leaf-value.ts";
import type { NodeSums } from "./search-splits.ts";
import type { SharedMemory } from "../kernels/web-assembly.ts";

/** Lists in the shared memory that growing works on. */
export interface RowLists {
  /** Row numbers, which growing puts in the order of the leaves. */
  readonly rowsAt: number;
  readonly scratchAt: number;
  /** A pair per row of the table. */
  readonly gradientsAt: number;
  /** Room for as many pairs. */
  readonly gatheredAt: number;
  readonly tableAt: number;
}

/** What a tree is grown from. */
export interface TreeTask {
  readonly rows: number;
  /** Whether the rows are all there are, in order. */
  readonly all: boolean;
  readonly learningRate: number;
  /** Chooses the columns that a node may ask, by writing its mask; undefined where it may ask all of the tree's. */
  readonly chooseColumns?: ((maskAt: number) => void) | undefined;
  /** Of the tree's columns, any one. */
  readonly anyColumn: number;
}

/** A leaf that may become a question. */
interface OpenLeaf extends NodeSums {
  readonly node: number;
  readonly start: number;
  readonly depth: number;
  /** 0 where it is not kept. */
  histogramAt: number;
  question: Question | null;
  gain: number;
  leftG: number;
  leftH: number;
}

export class TreeGrower {
  readonly #memory: SharedMemory;
  readonly #plan: GrowthPlan;
  readonly #limits: GrowthLimits;
  readonly #kernels: TreeKernels;
  readonly #team: GrowthTeam;
  readonly #lists: RowLists;
  readonly #pool: HistogramPool;

  constructor(
    memory: SharedMemory,
    plan: GrowthPlan,
    limits: GrowthLimits,
    kernels: TreeKernels,
    team: GrowthTeam,
    lists: RowLists,
    pool: HistogramPool,
  ) {
    this.#memory = memory;
    this.#plan = plan;
    this.#limits = limits;
    this.#kernels = kernels;
    this.#team = team;
    this.#lists = lists;
    this.#pool = pool;
  }

  /** Grows one tree from the rows that stand at the start of the list. */
  grow(task: TreeTask): GrownTree {
    const tree: GrownTree = { nodes: [], leaves: [] };
    const open: OpenLeaf[] = [];
    const done: OpenLeaf[] = [];
    const root = this.#root(task, tree);
    (root.question ? open : done).push(root);
    let leaves = 1;
    while (open.length > 0) {
      if (this.#limits.leaves !== null && leaves >= this.#limits.leaves) break;
      const [leaf] = open.splice(this.#next(open), 1);
      if (leaf === undefined) break;
      for (const child of this.#split(leaf, task, tree, open, leaves + 1)) {
        (child.question ? open : done).push(child);
      }
      leaves++;
    }
    for (const leaf of [...open, ...done]) {
      this.#pool.release(leaf.histogramAt);
      const value = leafValue(leaf.G, leaf.H, this.#plan.rules, leaf.lower, leaf.upper) * task.learningRate;
      const node = tree.nodes[leaf.node];
      if (node) node.left = tree.leaves.length;
      tree.leaves.push({ node: leaf.node, start: leaf.start, rows: leaf.rows, value: Math.fround(value) });
    }
    return tree;
  }

  #root(task: TreeTask, tree: GrownTree): OpenLeaf {
    const { rowsAt, gradientsAt, gatheredAt } = this.#lists;
    const histogramAt = this.#pool.acquire([]);
    const { rows, all } = task;
    if (!all) this.#kernels.gather(rowsAt, rows, gradientsAt, gatheredAt);
    const [G, H] = this.#sumGradients(all ? gradientsAt : gatheredAt, rows);
    const sums: NodeSums = { G, H, rows, lower: -Infinity, upper: Infinity };
    this.#chooseColumns(task, 0);
    const job = { rowsAt, count: rows, gradientsAt: all ? gradientsAt : gatheredAt, all, histogramAt, parentAt: 0 };
    this.#team.run({ ...job, node: sums, sibling: sums });
    tree.nodes.push({ cover: H, question: null, left: 0 });
    return this.#answered({ ...sums, node: 0, start: 0, depth: 0 }, histogramAt, 0);
  }

  /** In four running sums, so that no addition waits for the one before. */
  #sumGradients(pairsAt: number, rows: number): readonly [number, number] {
    const pairs = new Float32Array(this.#memory.buffer, pairsAt, 2 * rows);
    let [g0, h0, g1, h1] = [0, 0, 0, 0];
    for (let at = 0; at < pairs.length; at += 4) {
      g0 += pairs[at] ?? 0;
      h0 += pairs[at + 1] ?? 0;
      g1 += pairs[at + 2] ?? 0;
      h1 += pairs[at + 3] ?? 0;
    }
    return [g0 + g1, h0 + h1];
  }

  /** Position of the leaf to split next. */
  #next(open: readonly OpenLeaf[]): number {
    const { leaves, order } = this.#limits;
    // Without a limit the order changes nothing but the histograms that are kept: the deepest first keeps fewest.
    if (leaves === null) return open.length - 1;
    if (order === "level-by-level") return 0;
    let best = 0;
    for (let at = 1; at < open.length; at++) if ((open[at]?.gain ?? 0) > (open[best]?.gain ?? 0)) best = at;
    return best;
  }

  #split(
    leaf: OpenLeaf,
    task: TreeTask,
    tree: GrownTree,
    open: readonly OpenLeaf[],
    leaves: number,
  ): readonly OpenLeaf[] {
    const { question } = leaf;
    if (question === null) return [];
    const { rowsAt, scratchAt, tableAt } = this.#lists;
    new Uint8Array(this.#memory.buffer).set(question.table, tableAt);
    const binsAt = columnAt(this.#plan.matrix, question.column);
    const leftRows = this.#kernels.partition(rowsAt + 4 * leaf.start, leaf.rows, binsAt, tableAt, scratchAt);
    const node = tree.nodes[leaf.node];
    const leftNode = tree.nodes.length;
    if (node) {
      node.question = question;
      node.left = leftNode;
    }
    const [left, right] = this.#children(leaf, question, leftRows);
    tree.nodes.push({ cover: left.H, question: null, left: 0 }, { cover: right.H, question: null, left: 0 });
    const common = { depth: leaf.depth + 1 };
    const children = [
      { ...left, ...common, node: leftNode, start: leaf.start },
      { ...right, ...common, node: leftNode + 1, start: leaf.start + leftRows },
    ];
    const last = this.#limits.leaves !== null && leaves >= this.#limits.leaves;
    const small = leftRows <= right.rows ? 0 : 1;
    return this.#search(children, small, leaf.histogramAt, task, open, last);
  }

  #children(leaf: OpenLeaf, { column }: Question, leftRows: number): readonly [NodeSums, NodeSums] {
    const { leftG, leftH, lower, upper } = leaf;
    const [G, H] = [leaf.G - leftG, leaf.H - leftH];
    const rows = leaf.rows - leftRows;
    const monotone = this.#plan.columns[column]?.monotone ?? 0;
    if (monotone === 0) {
      return [
        { G: leftG, H: leftH, rows: leftRows, lower, upper },
        { G, H, rows, lower, upper },
      ];
    }
    // Both sides stay on their side of the middle, and so does what is below them.
    const { rules } = this.#plan;
    const middle = (leafValue(leftG, leftH, rules, lower, upper) + leafValue(G, H, rules, lower, upper)) / 2;
    const below = { lower, upper: middle };
    const above = { lower: middle, upper };
    return [
      { G: leftG, H: leftH, rows: leftRows, ...(monotone > 0 ? below : above) },
      { G, H, rows, ...(monotone > 0 ? above : below) },
    ];
  }

  /** Both children with their best questions, or without one where they may not be split. */
  #search(
    children: readonly (NodeSums & { readonly node: number; readonly start: number; readonly depth: number })[],
    small: number,
    parentAt: number,
    task: TreeTask,
    open: readonly OpenLeaf[],
    last: boolean,
  ): readonly OpenLeaf[] {
    const may = children.map((child) => !last && this.#maySplit(child));
    if (!may.includes(true)) {
      this.#pool.release(parentAt);
      return children.map(closed);
    }
    const answered: OpenLeaf[] = children.map(closed);
    const [first, second] = [children[small], children[1 - small]];
    if (first === undefined || second === undefined) return answered;
    if (parentAt !== 0) {
      const histogramAt = this.#pool.acquire(open);
      this.#chooseColumns(task, 0);
      this.#chooseColumns(task, 1);
      this.#team.run({ ...this.#rowsOf(first), histogramAt, parentAt, node: first, sibling: second });
      answered[small] = this.#answered(first, histogramAt, 0, may[small]);
      answered[1 - small] = this.#answered(second, parentAt, 1, may[1 - small]);
      return answered;
    }
    for (const [index, child] of children.entries()) {
      if (may[index] !== true) continue;
      const histogramAt = this.#pool.acquire([...open, ...answered]);
      this.#chooseColumns(task, 0);
      this.#team.run({ ...this.#rowsOf(child), histogramAt, parentAt: 0, node: child, sibling: child });
      answered[index] = this.#answered(child, histogramAt, 0);
    }
    return answered;
  }

  #maySplit({ depth, rows, H }: NodeSums & { readonly depth: number }): boolean {
    const { rules } = this.#plan;
    if (this.#limits.depth !== null && depth >= this.#limits.depth) return false;
    return rows >= 2 && rows >= 2 * rules.leastRows * 0.5 && H >= 2 * rules.leastHessian;
  }

  #rowsOf(leaf: {
    readonly start: number;
    readonly rows: number;
  }): Omit<NodeJob, "histogramAt" | "parentAt" | "node" | "sibling"> {
    const { rowsAt, gradientsAt, gatheredAt } = this.#lists;
    const from = rowsAt + 4 * leaf.start;
    this.#kernels.gather(from, leaf.rows, gradientsAt, gatheredAt);
    return { rowsAt: from, count: leaf.rows, gradientsAt: gatheredAt, all: false };
  }

  #answered(
    leaf: NodeSums & { readonly node: number; readonly start: number; readonly depth: number },
    histogramAt: number,
    child: 0 | 1,
    may = true,
  ): OpenLeaf {
    const best = may ? this.#team.best(child) : undefined;
    if (best === undefined) {
      this.#pool.release(histogramAt);
      return closed(leaf);
    }
    const { column, gain, bin, missingLeft, leftG, leftH } = best;
    const question = { column, gain, bin, missingLeft, table: best.table.slice() };
    return { ...leaf, histogramAt, question, gain, leftG, leftH };
  }

  #chooseColumns({ chooseColumns }: TreeTask, child: 0 | 1): void {
    const { nodeMasksAt, treeMaskAt, matrix } = this.#plan;
    const maskAt = nodeMasksAt[child];
    new Uint8Array(this.#memory.buffer).copyWithin(maskAt, treeMaskAt, treeMaskAt + matrix.columns);
    chooseColumns?.(maskAt);
  }
}

function closed(leaf: NodeSums & { readonly node: number; readonly start: number; readonly depth: number }): OpenLeaf {
  return { ...leaf, histogramAt: 0, question: null, gain: -1, leftG: 0, leftH: 0 };
}

/** Histograms to keep at most: one for each open leaf where leaves are limited, else one for each level. */
export function histogramsToKeep({ leaves, depth }: GrowthLimits, histogramBytes: number, budget: number): number {
  const wanted = leaves === null ? (depth ?? 62) + 2 : leaves + 1;
  return Math.max(4, Math.min(wanted, Math.floor(budget / histogramBytes)));
}

export function histogramBytesOf(groups: number): number {
  return groups * 4 * HISTOGRAM_BYTES;
}
