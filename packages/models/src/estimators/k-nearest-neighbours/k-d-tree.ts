import { type Neighbours, NearestRows } from "./nearest-rows.ts";

/** Rows of a leaf at most. */
const LEAF = 32;

interface Leaf {
  readonly from: number;
  readonly to: number;
}

interface Fork {
  readonly axis: number;
  /** Rows of `low` are at most this on the axis, rows of `high` at least. */
  readonly at: number;
  readonly low: Branch;
  readonly high: Branch;
}

type Branch = Leaf | Fork;

/** Rows in the order of the tree's leaves. J. L. Bentley, Multidimensional binary search trees, Comm. ACM 18 (1975). */
export interface KdTree {
  readonly columns: readonly Float64Array[];
  readonly order: Int32Array;
  readonly root: Branch;
}

/** Halves the rows along the column in which they are spread widest, until a leaf is left. O(n log² n). */
export function kdTree(columns: readonly Float64Array[]): KdTree {
  const order = Int32Array.from({ length: columns[0]?.length ?? 0 }, (_, row) => row);
  return { columns, order, root: grow(columns, order, 0, order.length) };
}

function grow(columns: readonly Float64Array[], order: Int32Array, from: number, to: number): Branch {
  if (to - from <= LEAF) return { from, to };
  const axis = widestAxis(columns, order.subarray(from, to));
  const column = columns[axis];
  if (column === undefined) return { from, to };
  order.subarray(from, to).sort((a, b) => (column[a] ?? 0) - (column[b] ?? 0));
  const middle = (from + to) >> 1;
  return {
    axis,
    at: column[order[middle] ?? 0] ?? 0,
    low: grow(columns, order, from, middle),
    high: grow(columns, order, middle, to),
  };
}

/** −1 where all rows are equal. */
function widestAxis(columns: readonly Float64Array[], rows: Int32Array): number {
  let [widest, axis] = [0, -1];
  columns.forEach((column, index) => {
    let [low, high] = [Infinity, -Infinity];
    for (const row of rows) {
      const value = column[row] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low <= widest) return;
    widest = high - low;
    axis = index;
  });
  return axis;
}

/** The same rows as a scan finds. */
export function nearestInTree(tree: KdTree, query: Float64Array, p: 1 | 2, count: number, scale: number): Neighbours {
  const nearest = new NearestRows(count, scale);
  search(tree, tree.root, query, p, 0, new Float64Array(query.length), nearest);
  return nearest;
}

/** `least` is what every row of the branch is away at least: the sum of `offsets`, one for each axis. */
function search(
  tree: KdTree,
  branch: Branch,
  query: Float64Array,
  p: 1 | 2,
  least: number,
  offsets: Float64Array,
  nearest: NearestRows,
): void {
  // A sum may fall short of its bound by the rounding of its parts.
  if (nearest.rankOf(least * (1 - 1e-12)) > nearest.worst) return;
  if (!("axis" in branch)) return visit(tree, branch, query, p, nearest);
  const difference = (query[branch.axis] ?? 0) - branch.at;
  const [near, far] = difference < 0 ? [branch.low, branch.high] : [branch.high, branch.low];
  search(tree, near, query, p, least, offsets, nearest);
  const before = offsets[branch.axis] ?? 0;
  const beyond = p === 2 ? difference * difference : Math.abs(difference);
  offsets[branch.axis] = beyond;
  search(tree, far, query, p, least - before + beyond, offsets, nearest);
  offsets[branch.axis] = before;
}

function visit({ columns, order }: KdTree, { from, to }: Leaf, query: Float64Array, p: 1 | 2, into: NearestRows): void {
  for (let position = from; position < to; position++) {
    const row = order[position] ?? 0;
    let sum = 0;
    for (let index = 0; index < columns.length; index++) {
      const difference = (columns[index]?.[row] ?? 0) - (query[index] ?? 0);
      sum += p === 2 ? difference * difference : Math.abs(difference);
    }
    into.offer(row, sum);
  }
}
