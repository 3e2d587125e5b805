/**
 * The inner loops of growing trees. Arguments called `…At` are byte addresses in one shared memory; the layout is the
 * caller's. Two sets of them exist, WebAssembly and plain TypeScript, and give the same bits.
 *
 * Bins are bytes in groups of four columns: bin `c` of row `r` in group `g` is at `group(g) + 4 r + c`. A histogram is,
 * for each column, 256 pairs of doubles (gradient, hessian): 4096 bytes. Bin 0 holds missing values.
 */
export interface TreeKernels {
  /** Adds the pairs (f32) at `gradientsAt`, one per listed row, to the histograms of one group of columns. */
  histogramRows(rowsAt: number, count: number, gradientsAt: number, binsAt: number, histogramAt: number): void;
  /** The same for two groups at once, whose histograms follow each other. */
  histogramRowsOfTwo(
    rowsAt: number,
    count: number,
    gradientsAt: number,
    binsAt: number,
    nextBinsAt: number,
    histogramAt: number,
  ): void;
  /** As `histogramRows`, for the rows from 0 to `count`. */
  histogramAll(count: number, gradientsAt: number, binsAt: number, histogramAt: number): void;
  histogramAllOfTwo(count: number, gradientsAt: number, binsAt: number, nextBinsAt: number, histogramAt: number): void;
  /** As `histogramRows` for one column, whose bin of row 0 is at `binsAt`. */
  histogramColumn(rowsAt: number, count: number, gradientsAt: number, binsAt: number, histogramAt: number): void;
  /** Sets bytes to 0. */
  clear(at: number, bytes: number): void;
  /** out = a − b, pair by pair; `out` may be `a`. */
  subtract(aAt: number, bAt: number, outAt: number, pairs: number): void;
  /** The pairs (f32) of the listed rows, one after the other. */
  gather(rowsAt: number, count: number, gradientsAt: number, outAt: number): void;
  /**
   * Rows whose bin has a 1 in the table of 256 bytes come first, the others after them, both in their order. `scratchAt`
   * has room for as many rows and one more.
   *
   * @returns how many come first
   */
  partition(rowsAt: number, count: number, binsAt: number, tableAt: number, scratchAt: number): number;
  /** Scores (f32) of the listed rows grow by `value`. */
  addToRows(rowsAt: number, count: number, scoresAt: number, value: number): void;
  /** Values (f32) to bins at every fourth byte: 1 + the number of the 256 edges (f32) below the value; 0 for NaN. */
  binColumn(valuesAt: number, count: number, edgesAt: number, outAt: number): void;
  /** Pairs of the logistic loss for scores and labels 0 and 1 (f32); `count` is a multiple of four. */
  logisticGradients(scoresAt: number, labelsAt: number, outAt: number, count: number): void;
  /**
   * The best place to cut one column's histogram into bins up to `b` and bins above, `from` ≤ b ≤ `to`: that with the
   * greatest GL² / (HL + l2) + GR² / (HR + l2), where both hessians are at least `leastH` and the gain is above `least`.
   * The left sums begin with (`leftG`, `leftH`). At `outAt`, as doubles: gain, GL, HL.
   *
   * @returns the bin, or −1
   */
  bestCut(
    histogramAt: number,
    from: number,
    to: number,
    leftG: number,
    leftH: number,
    G: number,
    H: number,
    l2: number,
    leastH: number,
    least: number,
    outAt: number,
  ): number;
  /**
   * The best cut of one column for the listed rows, whose pairs are looked up by row: as `bestCut` without l2, between bins
   * that have rows. The histogram at `histogramAt` and the 32 bytes at `marksAt` are 0 before and after.
   *
   * @returns −1, or the last bin on the left + 256 times the first on the right
   */
  cutFewRows(
    rowsAt: number,
    count: number,
    pairsAt: number,
    binsAt: number,
    histogramAt: number,
    marksAt: number,
    G: number,
    H: number,
    leastH: number,
    least: number,
    outAt: number,
  ): number;
  /** The same, faster for many rows; pairs have hessians above 0. */
  cutManyRows: TreeKernels["cutFewRows"];
}

/** Bytes of one column's histogram. */
export const HISTOGRAM_BYTES = 4096;
