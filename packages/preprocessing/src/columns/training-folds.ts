import { randomStream, type RandomKey, type Target } from "@mlops/core";

/**
 * Each row's fold, 0 to `folds` − 1, drawn at random and of nearly equal size; of classes, each fold has its share of
 * every class.
 */
export function trainingFolds(target: Target, folds: number, key: RandomKey): Int32Array {
  const stream = randomStream(key);
  const rows = target.kind === "classes" ? target.codes.length : target.values.length;
  const order = stream.shuffle(Array.from({ length: rows }, (_, row) => row));
  const groups = target.kind === "classes" ? byClass(order, target.codes) : [order];
  const fold = new Int32Array(rows);
  let next = 0;
  for (const row of groups.flat()) {
    fold[row] = next % folds;
    next += 1;
  }
  return fold;
}

function byClass(order: readonly number[], codes: Int32Array): number[][] {
  const groups: number[][] = [];
  for (const row of order) (groups[codes[row] ?? 0] ??= []).push(row);
  return groups.filter((group) => group !== undefined);
}
