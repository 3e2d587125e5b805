import { MlopsError } from "@mlops/core";

/** Rows [0, trainEnd) to learn from, rows [testStart, testEnd) to judge by. */
export interface Fold {
  readonly trainEnd: number;
  readonly testStart: number;
  readonly testEnd: number;
}

/**
 * Folds of rows in order of time: each judges by the block after what it learnt from, and learns from all before it. The
 * blocks are equally long and end at the last row, as in scikit-learn's TimeSeriesSplit(splits, gap). `gap` rows before
 * each block are left out of learning, where the last targets overlap the first inputs.
 *
 * @throws MlopsError MODEL_FIT_INVALID where the first fold would have nothing to learn from.
 */
export function expandingFolds(rows: number, splits: number, gap = 0): Fold[] {
  if (!Number.isInteger(splits) || splits < 2 || !Number.isInteger(gap) || gap < 0) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      `Cross-validation needs splits ≥ 2 and gap ≥ 0, got ${splits} and ${gap}.`,
      {
        details: { splits, gap },
      },
    );
  }
  const size = Math.floor(rows / (splits + 1));
  const firstTrainEnd = rows - splits * size - gap;
  if (size < 1 || firstTrainEnd < 1) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      `${rows} rows are too few for ${splits} folds in time with a gap of ${gap}.`,
      {
        details: { rows, splits, gap },
      },
    );
  }
  return Array.from({ length: splits }, (_, fold) => {
    const testStart = rows - (splits - fold) * size;
    return { trainEnd: testStart - gap, testStart, testEnd: testStart + size };
  });
}
