import type { Feature } from "@mlops/core";

import type { Arena } from "../arena.ts";
import type { TreeKernels } from "../kernels/tree-kernels.ts";
import { toSingle } from "./bin-edges.ts";
import type { ColumnBins } from "./column-bins.ts";
import type { SharedMemory } from "../kernels/web-assembly.ts";

/**
 * Where the bins of a table are in a memory: groups of four columns, in each a 32-bit word per row, so that a row that is
 * read out of order costs one cache line for four columns.
 */
export interface BinnedMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly groups: number;
  readonly binsAt: number;
  readonly groupBytes: number;
}

export function reserveMatrix(arena: Arena, rows: number, columns: number): BinnedMatrix {
  const groups = Math.ceil(columns / 4);
  // Not a power of two, so that the columns of a row do not share a set of the cache.
  const groupBytes = Math.ceil(rows / 32) * 128 + 128;
  return { rows, columns, groups, binsAt: arena.reserve(groups * groupBytes), groupBytes };
}

/** Address of a column's bin of row 0; that of row r is 4 r further. */
export function columnAt({ binsAt, groupBytes }: BinnedMatrix, column: number): number {
  return binsAt + (column >>> 2) * groupBytes + (column & 3);
}

/** Room for one column of values and the edges that it is cut at. */
export interface BinningSpace {
  readonly valuesAt: number;
  readonly edgesAt: number;
}

export function reserveBinning(arena: Arena, rows: number): BinningSpace {
  return { valuesAt: arena.reserve(4 * rows), edgesAt: arena.reserve(1024) };
}

/** Fills the matrix with the columns' bins. */
export function binMatrix(
  memory: SharedMemory,
  kernels: TreeKernels,
  matrix: BinnedMatrix,
  features: readonly Feature[],
  bins: readonly ColumnBins[],
  space: BinningSpace,
): void {
  features.forEach((feature, column) => {
    const own = bins[column];
    if (own === undefined) return;
    const at = columnAt(matrix, column);
    if (feature.kind === "categorical") writeCategories(memory, feature.codes, own, at);
    else {
      loadColumn(memory, feature.values, own, space);
      kernels.binColumn(space.valuesAt, matrix.rows, space.edgesAt, at);
    }
  });
}

function loadColumn(
  { buffer }: SharedMemory,
  values: Float64Array,
  bins: ColumnBins,
  { valuesAt, edgesAt }: BinningSpace,
): void {
  const into = new Float32Array(buffer, valuesAt, values.length);
  for (let row = 0; row < values.length; row++) into[row] = toSingle(values[row] ?? NaN);
  const edges = new Float32Array(buffer, edgesAt, 256).fill(Infinity);
  if (bins.kind === "numeric") edges.set(bins.edges);
}

function writeCategories({ buffer }: SharedMemory, codes: Int32Array, bins: ColumnBins, at: number): void {
  if (bins.kind !== "categorical") return;
  const bytes = new Uint8Array(buffer);
  for (let row = 0; row < codes.length; row++) bytes[at + 4 * row] = bins.binOfCode[codes[row] ?? -1] ?? 0;
}
