import { divisible, type Extent, extentOf } from "./extent.ts";
import { numberAt, type Series } from "./series.ts";

/** A rectangle that holds at least one point. */
export interface DensityCell {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
  readonly count: number;
}

export interface DensityGrid {
  readonly cells: readonly DensityCell[];
  /** Points with both coordinates. */
  readonly points: number;
  /** Of the fullest cell. */
  readonly most: number;
}

/** Counts the points of each of `side × side` equal rectangles over the points' range. */
export function densityGrid(x: Series, y: Series, side: number): DensityGrid {
  const [xExtent, yExtent] = [extentOf(x), extentOf(y)];
  if (xExtent === null || yExtent === null) return { cells: [], points: 0, most: 0 };
  const [across, up] = [divisible(xExtent), divisible(yExtent)];
  const counts = new Float64Array(side * side);
  let points = 0;
  for (let index = 0; index < x.length; index++) {
    const [column, row] = [cellOf(numberAt(x, index), across, side), cellOf(numberAt(y, index), up, side)];
    if (Number.isNaN(column) || Number.isNaN(row)) continue;
    const cell = row * side + column;
    counts[cell] = (counts[cell] ?? 0) + 1;
    points++;
  }
  const cells = [...counts.entries()].flatMap(([cell, count]) => {
    if (count === 0) return [];
    const [column, row] = [cell % side, Math.floor(cell / side)];
    const [left, right] = [edge(across, column, side), edge(across, column + 1, side)];
    return [{ left, right, bottom: edge(up, row, side), top: edge(up, row + 1, side), count }];
  });
  return { cells, points, most: counts.reduce((most, count) => Math.max(most, count), 0) };
}

function cellOf(value: number, { low, high }: Extent, side: number): number {
  return Math.min(Math.floor(((value - low) / (high - low)) * side), side - 1);
}

function edge({ low, high }: Extent, at: number, side: number): number {
  return low + ((high - low) * at) / side;
}
