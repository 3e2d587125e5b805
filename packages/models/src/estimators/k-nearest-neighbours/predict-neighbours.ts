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
      const shares = sharesOf(near, state);
      return shares.reduce((sum, share, place) => sum + share * (target.values[near.rows[place] ?? 0] ?? 0), 0);
    });
    return { kind: "values", values };
  }
  const probabilities = target.classes.map(() => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    const near = at(row);
    sharesOf(near, state).forEach((share, place) => {
      const column = probabilities[target.codes[near.rows[place] ?? 0] ?? 0];
      if (column) column[row] = (column[row] ?? 0) + share;
    });
  }
  return { kind: "probabilities", classes: target.classes, probabilities };
}

function finderOf({ columns, p, neighbours }: NeighbourState, queries: number): (query: Float64Array) => Neighbours {
  const rows = columns[0]?.length ?? 0;
  if (rows >= TREE_ROWS && columns.length <= TREE_COLUMNS && queries >= TREE_QUERIES) {
    const tree = kdTree(columns);
    return (query) => nearestInTree(tree, query, p, neighbours);
  }
  const scratch = new Float64Array(rows);
  return (query) => nearestByScan(columns, query, p, neighbours, scratch);
}

/** What each neighbour counts, summing to 1. Where some lie on the query itself, only they count. */
function sharesOf({ sums }: Neighbours, { weights, p }: NeighbourState): Float64Array {
  if (weights === "uniform") return new Float64Array(sums.length).fill(1 / sums.length);
  const here = sums.some((sum) => sum === 0);
  const counts = sums.map((sum) => (here ? Number(sum === 0) : 1 / (p === 2 ? Math.sqrt(sum) : sum)));
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}
