import type { ComparedColumn, ContinuousColumn } from "./compared-columns.ts";

/**
 * How well a pair of columns hangs together as in the real table: for two numbers by Pearson's correlation, else by the
 * frequencies of all pairs of values, numbers being cut into ten bins.
 */
export interface PairScore {
  readonly columns: readonly [string, string];
  readonly metric: "CorrelationSimilarity" | "ContingencySimilarity";
  /** Null where a side is constant, or nobody has both values. */
  readonly score: number | null;
  /** Correlations, for two numbers. */
  readonly real?: number;
  readonly synthetic?: number;
  /** |correlation| or Cramér's V in the real table. */
  readonly association: number;
  /** Whether the real association is strong enough to count: |r| > 0.5, V > 0.3, as in SDMetrics' quality report. */
  readonly counts: boolean;
}

const CORRELATION_THRESHOLD = 0.5;
const ASSOCIATION_THRESHOLD = 0.3;
const BINS = 10;

export function scorePairs(columns: readonly ComparedColumn[]): readonly PairScore[] {
  const coded = columns.map(codedColumn);
  return columns.flatMap((first, i) =>
    columns.slice(i + 1).map((second, offset): PairScore => {
      const names = [first.name, second.name] as const;
      if (first.shape === "continuous" && second.shape === "continuous") return correlationScore(names, first, second);
      const [a, b] = [coded[i], coded[i + 1 + offset]];
      if (a === undefined || b === undefined) throw new TypeError("columns without codes");
      return contingencyScore(names, a, b);
    }),
  );
}

function correlationScore(columns: readonly [string, string], a: ContinuousColumn, b: ContinuousColumn): PairScore {
  const [real, synthetic] = [pearson(a.real, b.real), pearson(a.synthetic, b.synthetic)];
  const association = Number.isNaN(real) ? 0 : Math.abs(real);
  const score = Number.isNaN(real) || Number.isNaN(synthetic) ? null : 1 - Math.abs(real - synthetic) / 2;
  const counts = association > CORRELATION_THRESHOLD && score !== null;
  return { columns, metric: "CorrelationSimilarity", score, real, synthetic, association, counts };
}

/** NaN where a side does not vary. */
export function pearson(a: Float64Array, b: Float64Array): number {
  let [rows, meanA, meanB, squareA, squareB, product] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < a.length; row += 1) {
    const [x, y] = [a[row] ?? 0, b[row] ?? 0];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    rows += 1;
    const [fromA, fromB] = [x - meanA, y - meanB];
    meanA += fromA / rows;
    meanB += fromB / rows;
    squareA += fromA * (x - meanA);
    squareB += fromB * (y - meanB);
    product += fromA * (y - meanB);
  }
  const spread = Math.sqrt(squareA) * Math.sqrt(squareB);
  return rows < 2 || !(spread > 0) ? Number.NaN : Math.max(-1, Math.min(1, product / spread));
}

/** Codes from 0; what is missing is a code too. */
interface Coded {
  readonly real: Int32Array;
  readonly synthetic: Int32Array;
  readonly size: number;
}

function codedColumn(column: ComparedColumn): Coded {
  if (column.shape === "continuous")
    return { real: binned(column.real), synthetic: binned(column.synthetic), size: BINS + 2 };
  const shift = (codes: Int32Array): Int32Array => codes.map((code) => code + 1);
  return { real: shift(column.real), synthetic: shift(column.synthetic), size: column.levels.length + 1 };
}

/** Ten bins of equal width between a side's own extremes; its largest value, and what is missing, share one more. */
function binned(values: Float64Array): Int32Array {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least === most) [least, most] = [least - 0.5, most + 0.5];
  const step = (most - least) / BINS;
  const edges = Float64Array.from({ length: BINS + 1 }, (_, edge) => (edge === BINS ? most : least + edge * step));
  return Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return BINS + 1;
    let bin = Math.min(BINS, Math.max(0, Math.floor((value - least) / step)));
    while (bin > 0 && value < (edges[bin] ?? 0)) bin -= 1;
    while (bin < BINS && value >= (edges[bin + 1] ?? 0)) bin += 1;
    return bin + 1;
  });
}

/** Tables of counts up to this size are kept as arrays. */
const DENSE_CELLS = 2_000_000;

function contingencyScore(columns: readonly [string, string], a: Coded, b: Coded): PairScore {
  const [real, synthetic] = [
    countPairs(a.real, b.real, a.size, b.size),
    countPairs(a.synthetic, b.synthetic, a.size, b.size),
  ];
  let distance = 0;
  for (const [cell, count] of real)
    distance += Math.abs(count / a.real.length - (synthetic.get(cell) ?? 0) / a.synthetic.length);
  for (const [cell, count] of synthetic) if (!real.has(cell)) distance += count / a.synthetic.length;
  const association = cramersV(real, a.real.length, b.size);
  const counts = association > ASSOCIATION_THRESHOLD;
  return { columns, metric: "ContingencySimilarity", score: 1 - distance / 2, association, counts };
}

type Counts = ReadonlyMap<number, number>;

function countPairs(a: Int32Array, b: Int32Array, rows: number, columns: number): Counts {
  const counts = new Map<number, number>();
  if (rows * columns > DENSE_CELLS) {
    for (let row = 0; row < a.length; row += 1) {
      const cell = (a[row] ?? 0) * columns + (b[row] ?? 0);
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    return counts;
  }
  const cells = new Int32Array(rows * columns);
  for (let row = 0; row < a.length; row += 1) {
    const cell = (a[row] ?? 0) * columns + (b[row] ?? 0);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  for (const [cell, count] of cells.entries()) if (count > 0) counts.set(cell, count);
  return counts;
}

/** Cramér's V, √(χ²/n / min(r − 1, c − 1)), without correction; 0 where a side has one value. */
function cramersV(counts: Counts, all: number, columns: number): number {
  const [rowSums, columnSums] = [new Map<number, number>(), new Map<number, number>()];
  for (const [cell, count] of counts) {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    rowSums.set(row, (rowSums.get(row) ?? 0) + count);
    columnSums.set(column, (columnSums.get(column) ?? 0) + count);
  }
  const smaller = Math.min(rowSums.size, columnSums.size);
  if (smaller < 2) return 0;
  let sum = 0;
  for (const [cell, count] of counts) {
    sum += count ** 2 / ((rowSums.get(Math.floor(cell / columns)) ?? 1) * (columnSums.get(cell % columns) ?? 1));
  }
  return Math.sqrt(Math.max(0, (sum - 1) / (smaller - 1))) * (all > 0 ? 1 : 0);
}
