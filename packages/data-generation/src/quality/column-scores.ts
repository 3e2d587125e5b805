import type { ComparedColumn, ContinuousColumn, DiscreteColumn } from "./compared-columns.ts";

/** How one column of the synthetic table compares with the real one. Scores are from 0 to 1, 1 the best. */
export interface ColumnScore {
  readonly name: string;
  readonly is: ComparedColumn["is"];
  readonly metric: "KSComplement" | "TVComplement";
  /** Null where a side has no value at all. */
  readonly score: number | null;
  /** Share of the synthetic values that the real column could hold: inside its range, or among its categories. */
  readonly validity: number;
  readonly realMissing: number;
  readonly syntheticMissing: number;
  /** 1 − |realMissing − syntheticMissing|. */
  readonly missingSimilarity: number;
}

export function scoreColumn(column: ComparedColumn): ColumnScore {
  const isMissing = column.shape === "continuous" ? Number.isNaN : (code: number): boolean => code < 0;
  const [realMissing, syntheticMissing] = [shareOf(column.real, isMissing), shareOf(column.synthetic, isMissing)];
  const missing = { realMissing, syntheticMissing, missingSimilarity: 1 - Math.abs(realMissing - syntheticMissing) };
  const { name, is } = column;
  return column.shape === "continuous"
    ? { name, is, metric: "KSComplement", score: ksComplement(column), validity: insideRange(column), ...missing }
    : { name, is, metric: "TVComplement", score: tvComplement(column), validity: amongLevels(column), ...missing };
}

function shareOf(values: Float64Array | Int32Array, holds: (value: number) => boolean): number {
  let count = 0;
  for (const value of values) if (holds(value)) count += 1;
  return count / values.length;
}

/** One minus the Kolmogorov–Smirnov distance of two samples: the largest difference of their distribution functions. */
function ksComplement({ real, synthetic }: ContinuousColumn): number | null {
  const [a, b] = [present(real).toSorted(), present(synthetic).toSorted()];
  if (a.length === 0 || b.length === 0) return null;
  let [i, j, largest] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] ?? 0, b[j] ?? 0);
    while (i < a.length && a[i] === value) i += 1;
    while (j < b.length && b[j] === value) j += 1;
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length));
  }
  return 1 - largest;
}

/** One minus the total variation distance: half the sum of the differences of all frequencies. */
function tvComplement({ real, synthetic, levels }: DiscreteColumn): number | null {
  const [a, b] = [frequencies(real, levels.length), frequencies(synthetic, levels.length)];
  if (a === undefined || b === undefined) return null;
  let distance = 0;
  for (const [level, share] of a.entries()) distance += Math.abs(share - (b[level] ?? 0));
  return 1 - distance / 2;
}

export function present(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

/** Shares of levels among the values that are there. */
export function frequencies(codes: Int32Array, levels: number): Float64Array | undefined {
  const counts = new Float64Array(levels);
  let all = 0;
  for (const code of codes) {
    if (code < 0) continue;
    all += 1;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return all === 0 ? undefined : counts.map((count) => count / all);
}

/** A missing value is valid where the real column has some. */
function insideRange({ real, synthetic }: ContinuousColumn): number {
  let [least, most, missing] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of real) {
    if (Number.isNaN(value)) missing += 1;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return shareOf(synthetic, (value) => (Number.isNaN(value) ? missing > 0 : value >= least && value <= most));
}

function amongLevels({ real, synthetic }: DiscreteColumn): number {
  const known = new Set(real);
  return shareOf(synthetic, (code) => known.has(code));
}
