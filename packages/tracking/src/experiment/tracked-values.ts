import type { TrackedHistogram, TrackedImage, TrackedPlot, TrackedScalar, TrackedTable } from "@mlops/core";

const DEFAULT_BINS = 64;

/**
 * Counts of numbers in equal bins from the least to the greatest. What is not finite is left out; without a finite number
 * there is one empty bin.
 *
 * @param bins 1 to 512
 */
export function histogramOf(values: Iterable<number>, bins = DEFAULT_BINS): TrackedHistogram {
  const finite = Array.from(values).filter(Number.isFinite);
  let [low, high] = [Infinity, -Infinity];
  for (const value of finite) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (finite.length === 0) return { kind: "histogram", counts: [0], edges: [0, 1] };
  // One value only: a bin around it that has a width.
  const width = high > low ? (high - low) / bins : Math.max(Math.abs(low), 1) / bins;
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of finite) {
    const bin = Math.min(bins - 1, Math.floor((value - low) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { kind: "histogram", counts, edges: Array.from({ length: bins + 1 }, (_, edge) => low + edge * width) };
}

/** A table whose rows are summaries, not somebody's data. */
export function tableOf(columns: readonly string[], rows: readonly (readonly TrackedScalar[])[]): TrackedTable {
  return { kind: "table", columns, rows, rowLevel: false };
}

export function plotOf(
  shape: TrackedPlot["shape"],
  title: string,
  table: TrackedTable,
  axes: { readonly x: string; readonly y: string },
): TrackedPlot {
  return { kind: "plot", shape, title, table, ...axes };
}

/** An image file: PNG, JPEG, GIF or WebP. */
export function imageOf(path: string, caption?: string): TrackedImage {
  return { kind: "image", path, ...(caption !== undefined && { caption }) };
}
