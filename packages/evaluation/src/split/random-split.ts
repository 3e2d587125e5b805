import { partShares, partStarts } from "./fractions.ts";
import { rowOrder } from "./row-order.ts";
import { assertPartsFilled, partsOf, type RandomSplitOptions, type Split } from "./split.ts";

/**
 * Rows drawn at random into parts of the given shares.
 *
 * @throws MlopsError EVALUATION_OPTION_INVALID, EVALUATION_SPLIT_EMPTY, EVALUATION_INPUT_INVALID
 */
export function randomSplit(rows: number, { fractions, key, rowKeys }: RandomSplitOptions): Split {
  const { names, shares } = partShares(fractions);
  const starts = partStarts(rows, shares);
  const partOfRow = new Int32Array(rows);
  let part = 0;
  for (const [rank, row] of rowOrder(rows, key, rowKeys).entries()) {
    while (rank >= (starts[part + 1] ?? rows)) part++;
    partOfRow[row] = part;
  }
  const parts = partsOf(names, partOfRow);
  assertPartsFilled(parts, rows);
  return { strategy: "random", parts, reasons: [], purged: 0 };
}
