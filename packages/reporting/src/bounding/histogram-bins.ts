import { divisible, extentOf } from "./extent.ts";
import { numberAt, type Series } from "./series.ts";

export interface Histogram {
  /** One more than there are bins. Bins are [lower, upper); the last holds its upper edge too. */
  readonly edges: readonly number[];
  /** Rows per bin, a list for each group. */
  readonly counts: readonly (readonly number[])[];
  /** Values that are present, per group. */
  readonly present: readonly number[];
}

const FEWEST = 8;
const MOST = 50;

/**
 * Groups of values in common bins of equal width. The number of bins is that of Freedman and Diaconis (On the histogram as
 * a density estimator, 1981) for all values together, kept between 8 and 50; whole numbers of a small range get one bin
 * each.
 */
export function histogramOf(groups: readonly Series[]): Histogram {
  const extent = extentOf(...groups);
  if (extent === null) return { edges: [], counts: groups.map(() => []), present: groups.map(() => 0) };
  const edges = edgesOf(groups, extent.low, extent.high);
  const bins = edges.length - 1;
  const [first, width] = [edges[0] ?? 0, ((edges[bins] ?? 1) - (edges[0] ?? 0)) / bins];
  const counts = groups.map((values) => countsOf(values, first, width, bins));
  return { edges, counts, present: counts.map((list) => list.reduce((sum, count) => sum + count, 0)) };
}

function countsOf(values: Series, first: number, width: number, bins: number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (let index = 0; index < values.length; index++) {
    const value = numberAt(values, index);
    if (Number.isNaN(value)) continue;
    const bin = Math.max(0, Math.min(Math.floor((value - first) / width), bins - 1));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** Up to here, halves between whole numbers are numbers of their own. */
const HALVES_EXACT = 2 ** 52;

function edgesOf(groups: readonly Series[], low: number, high: number): number[] {
  const halves = Math.max(Math.abs(low), Math.abs(high)) < HALVES_EXACT;
  if (halves && high - low < MOST && groups.every(isWhole)) {
    return Array.from({ length: high - low + 2 }, (_, at) => low - 0.5 + at);
  }
  const range = divisible({ low, high });
  const sorted = sortedSample(groups);
  const quartile = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
  const width = (2 * (quartile(0.75) - quartile(0.25))) / Math.cbrt(sorted.length);
  const wanted = width > 0 ? Math.ceil((range.high - range.low) / width) : FEWEST;
  const bins = Math.max(FEWEST, Math.min(wanted, MOST));
  return Array.from({ length: bins + 1 }, (_, at) => range.low + ((range.high - range.low) * at) / bins);
}

/** Quartiles need no more than this many values, taken at equal steps, to choose a width. */
const SAMPLE = 10_000;

function sortedSample(groups: readonly Series[]): Float64Array {
  const total = groups.reduce((sum, { length }) => sum + length, 0);
  const step = Math.max(1, Math.ceil(total / SAMPLE));
  const sample = groups.flatMap((values) =>
    Array.from({ length: Math.ceil(values.length / step) }, (_, at) => numberAt(values, at * step)),
  );
  return Float64Array.from(sample.filter((value) => !Number.isNaN(value))).sort();
}

function isWhole(values: Series): boolean {
  for (let index = 0; index < values.length; index++) {
    const value = numberAt(values, index);
    if (!Number.isNaN(value) && !Number.isInteger(value)) return false;
  }
  return true;
}
