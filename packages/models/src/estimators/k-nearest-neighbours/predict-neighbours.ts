import type { Prediction } from "@mlops/core";

import { kdTree, nearestInTree } from "./k-d-tree.ts";
import { type Neighbours, nearestByScan } from "./nearest-rows.ts";
import type { NeighbourState } from "./neighbour-state.ts";

/** From so many training rows, up to so many columns, and for so many queries, building a tree pays. */
const TREE_ROWS = 1000;
const TREE_COLUMNS = 16;
const TREE_QUERIES = 64;

export function predictNeighbours(columns: readonly Float64Array[], state: NeighbourState): Prediction {
  const rows = columns[0]?.length ?? 0;
  const find = finderOf(state, rows);
  const query = new Float64Array(columns.length);
  const at = (row: number): Neighbours => {
    columns.forEach((column, index) => (query[index] = column[row] ?? 0));
    return find(query);
  };
  const { target } = state;
  if (target.kind === "values") {
    const values = Float64Array.from({ length: rows }, (_, row) => {
      const near = at(row);
      const counts = countsOf(near, state);
      const sum = counts.reduce((so, count, place) => so + count * (target.values[near.rows[place] ?? 0] ?? 0), 0);
      return sum / total(counts);
    });
    return { kind: "values", values };
  }
  const probabilities = target.classes.map(() => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    const near = at(row);
    const counts = countsOf(near, state);
    counts.forEach((count, place) => {
      const column = probabilities[target.codes[near.rows[place] ?? 0] ?? 0];
      if (column) column[row] = (column[row] ?? 0) + count;
    });
    // Divided last: a sum of some is never above the sum of all, as rounded shares could be.
    for (const column of probabilities) column[row] = (column[row] ?? 0) / total(counts);
  }
  return { kind: "probabilities", classes: target.classes, probabilities };
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function finderOf(
  { columns, p, neighbours, scale }: NeighbourState,
  queries: number,
): (query: Float64Array) => Neighbours {
  const rows = columns[0]?.length ?? 0;
  if (rows >= TREE_ROWS && columns.length <= TREE_COLUMNS && queries >= TREE_QUERIES) {
    const tree = kdTree(columns);
    return (query) => nearestInTree(tree, query, p, neighbours, scale);
  }
  const scratch = new Float64Array(rows);
  return (query) => nearestByScan(columns, query, p, neighbours, scratch, scale);
}

/** What each neighbour counts. Where some lie on the query itself, only they do. */
function countsOf({ sums }: Neighbours, { weights, p }: NeighbourState): Float64Array {
  if (weights === "uniform") return new Float64Array(sums.length).fill(1);
  const here = sums.some((sum) => sum === 0);
  return sums.map((sum) => (here ? Number(sum === 0) : 1 / (p === 2 ? Math.sqrt(sum) : sum)));
}
