import { MlopsError, type RandomKey } from "@mlops/core";

import { assertCount, assertOption } from "../series/assert-option.ts";
import { assertFinite } from "../series/pairs.ts";
import { endBefore } from "./cut-by-time.ts";
import { groupSizes } from "./group-split.ts";
import { orderByHash, rowOrder } from "./row-order.ts";
import { rowsByClass } from "./stratified-split.ts";

/** Positions of rows, ascending. */
export interface Fold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

export interface FoldOptions {
  /** At least 2. */
  readonly folds: number;
  readonly key: RandomKey;
  /** As of a split: with keys the folds do not depend on the order of the rows. */
  readonly rowKeys?: readonly string[] | undefined;
}

/**
 * Each row is tested once; folds differ by one row at most.
 *
 * @throws MlopsError EVALUATION_OPTION_INVALID, EVALUATION_SPLIT_EMPTY for fewer rows than folds.
 */
export function kFold(rows: number, { folds, key, rowKeys }: FoldOptions): readonly Fold[] {
  const foldOfRow = new Int32Array(rows);
  for (const [rank, row] of rowOrder(rows, key, rowKeys).entries()) foldOfRow[row] = rank % folds;
  return foldsOf(foldOfRow, folds);
}

/**
 * As `kFold`, with each class spread over the folds: its counts too differ by one row at most.
 *
 * @param codes the class of each row, at least 0
 */
export function stratifiedKFold(codes: Int32Array, { folds, key, rowKeys }: FoldOptions): readonly Fold[] {
  const foldOfRow = new Int32Array(codes.length);
  let dealt = 0;
  for (const row of rowsByClass(codes, rowOrder(codes.length, key, rowKeys)).flat()) foldOfRow[row] = dealt++ % folds;
  return foldsOf(foldOfRow, folds);
}

/**
 * Whole groups: the largest first, each to the fold with the fewest rows; groups of one size in random order.
 *
 * @throws MlopsError EVALUATION_OPTION_INVALID, EVALUATION_SPLIT_EMPTY for fewer groups than folds.
 */
export function groupKFold(groups: readonly string[], { folds, key }: Omit<FoldOptions, "rowKeys">): readonly Fold[] {
  assertCount(folds, "folds", 2);
  const sizes = groupSizes(groups);
  const labels = [...sizes.keys()];
  const shuffled = Array.from(orderByHash(labels, key), (position) => labels[position] ?? "");
  const filled = Array.from({ length: folds }, () => 0);
  const foldOfGroup = new Map<string, number>();
  for (const label of shuffled.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0))) {
    const fold = filled.indexOf(Math.min(...filled));
    foldOfGroup.set(label, fold);
    filled[fold] = (filled[fold] ?? 0) + (sizes.get(label) ?? 0);
  }
  return foldsOf(
    Int32Array.from(groups, (label) => foldOfGroup.get(label) ?? 0),
    folds,
  );
}

export interface TimeFoldOptions {
  readonly folds: number;
  /** Milliseconds between the last row of training and the first of test. Default 0. */
  readonly gap?: number;
  /** Rows of each test. Default: the rows by the number of folds + 1, rounded down. */
  readonly testRows?: number;
  /** Only the latest so many rows train. Default: all before the test. */
  readonly maximumTrainRows?: number;
}

/**
 * Tests on consecutive stretches at the end, each trained on what lies before it.
 *
 * @param instants of the rows in UTC milliseconds, never descending
 * @throws MlopsError EVALUATION_OPTION_INVALID, EVALUATION_INPUT_INVALID, EVALUATION_SPLIT_EMPTY
 */
export function timeSeriesFolds(instants: Float64Array, options: TimeFoldOptions): readonly Fold[] {
  const { folds, gap = 0, maximumTrainRows = Number.POSITIVE_INFINITY } = options;
  const rows = instants.length;
  const { testRows = Math.floor(rows / (folds + 1)) } = options;
  assertCount(folds, "folds", 1);
  assertOption(Number.isFinite(gap) && gap >= 0, "gap", gap, "at least 0");
  assertOption(maximumTrainRows >= 1, "maximumTrainRows", maximumTrainRows, "at least 1");
  assertFinite(instants, "the instants");
  const wrong = instants.findIndex((instant, row) => row > 0 && instant < (instants[row - 1] ?? instant));
  if (wrong >= 0) {
    throw new MlopsError(
      "EVALUATION_INPUT_INVALID",
      `Row ${wrong} is earlier than the row before it; rows go by time.`,
    );
  }
  return Array.from({ length: folds }, (_, fold) => {
    const start = rows - (folds - fold) * testRows;
    const end = start > 0 ? endBefore(instants, start, gap) : 0;
    if (testRows < 1 || end < 1) throw empty(fold, rows);
    return { train: range(Math.max(0, end - maximumTrainRows), end), test: range(start, start + testRows) };
  });
}

function range(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to - from }, (_, at) => from + at);
}

function foldsOf(foldOfRow: Int32Array, folds: number): readonly Fold[] {
  assertCount(folds, "folds", 2);
  const sizes = new Uint32Array(folds);
  for (const fold of foldOfRow) sizes[fold] = (sizes[fold] ?? 0) + 1;
  return Array.from(sizes, (size, fold) => {
    if (size === 0) throw empty(fold, foldOfRow.length);
    const [train, test] = [new Uint32Array(foldOfRow.length - size), new Uint32Array(size)];
    let [trained, tested] = [0, 0];
    for (let row = 0; row < foldOfRow.length; row++) {
      if (foldOfRow[row] === fold) test[tested++] = row;
      else train[trained++] = row;
    }
    return { train, test };
  });
}

function empty(fold: number, rows: number): MlopsError {
  return new MlopsError("EVALUATION_SPLIT_EMPTY", `Fold ${fold + 1} of ${rows} rows would train or test on none.`, {
    details: { fold: fold + 1, rows },
  });
}
