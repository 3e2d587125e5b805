import { type RandomKey, randomStream } from "@mlops/core";

import { takeNumbers, takeRows } from "./training-rows.ts";
import type { WeightedRows } from "./weighted-rows.ts";

/**
 * Rows in two parts, of which the second has about the given share; of classes, of each class, if it has two rows at
 * least, and one row stays. Null where the second part would be empty.
 */
export function holdOut(
  rows: WeightedRows,
  share: number,
  classes: number | null,
  key: RandomKey,
): { readonly training: WeightedRows; readonly validation: WeightedRows } | null {
  const random = randomStream(key);
  const order = [...rows.target.keys()];
  random.shuffle(order);
  const groups = classes === null ? [order] : groupBy(order, (row) => rows.target[row] ?? 0, classes);
  const held = groups.flatMap((group) => group.slice(0, Math.min(group.length - 1, Math.round(share * group.length))));
  if (held.length === 0) return null;
  const isHeld = new Uint8Array(rows.target.length);
  for (const row of held) isHeld[row] = 1;
  const all = [...rows.target.keys()];
  return {
    training: part(
      rows,
      all.filter((row) => isHeld[row] === 0),
    ),
    validation: part(
      rows,
      all.filter((row) => isHeld[row] === 1),
    ),
  };
}

function groupBy(rows: readonly number[], groupOf: (row: number) => number, count: number): number[][] {
  const groups = Array.from({ length: count }, (): number[] => []);
  for (const row of rows) groups[groupOf(row)]?.push(row);
  return groups;
}

function part({ features, target, weights }: WeightedRows, rows: readonly number[]): WeightedRows {
  return {
    features: takeRows(features, rows),
    target: takeNumbers(target, rows),
    weights: weights && takeNumbers(weights, rows),
  };
}
