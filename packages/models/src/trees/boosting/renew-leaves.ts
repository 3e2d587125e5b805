import type { GrownTree } from "./grown-tree.ts";
import type { LossRows } from "./loss.ts";
import { weightedQuantile } from "./weighted-quantile.ts";
import type { SharedMemory } from "../kernels/web-assembly.ts";

/**
 * Sets each leaf to a quantile of its rows' residuals, times the learning rate: where the loss is made of lines, that is
 * its minimum, and the gradients say only the direction to it.
 */
export function renewLeaves(
  tree: GrownTree,
  { target, scores, weights }: LossRows,
  memory: SharedMemory,
  rowsAt: number,
  quantile: number,
  learningRate: number,
): void {
  for (const leaf of tree.leaves) {
    const rows = new Uint32Array(memory.buffer, rowsAt + 4 * leaf.start, leaf.rows);
    const residuals = Float64Array.from(rows, (row) => (target[row] ?? 0) - (scores[row] ?? 0));
    const own = weights && Float64Array.from(rows, (row) => weights[row] ?? 0);
    leaf.value = Math.fround(weightedQuantile(residuals, own, quantile) * learningRate);
  }
}
