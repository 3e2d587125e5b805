import type { Series } from "../series/pairs.ts";

/** Rows [from, to). */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts rows in order of time at the given starts. Between the last row of a range and the first of the next there lies at
 * least `gap`, and always some time: the rows in between are taken from the earlier range. The last range keeps its rows.
 *
 * "Purging": M. López de Prado, Advances in Financial Machine Learning, 2018, section 7.4.1.
 *
 * @param instants in UTC milliseconds, never descending
 * @param starts of the ranges, ascending, then the number of rows
 * @param gap in milliseconds, at least 0
 */
export function cutByTime(instants: Series, starts: readonly number[], gap: number): readonly RowRange[] {
  const ranges = starts.length - 1;
  return starts.slice(0, ranges).map((from, at) => {
    const next = starts[at + 1] ?? instants.length;
    return { from, to: at === ranges - 1 ? next : Math.max(from, endBefore(instants, next, gap)) };
  });
}

/** One past the last row that lies at least `gap` before the row `next`, and before it at all. */
export function endBefore(instants: Series, next: number, gap: number): number {
  const start = instants[next] ?? Number.POSITIVE_INFINITY;
  let end = next;
  for (; end > 0; end--) {
    const last = instants[end - 1] ?? Number.NEGATIVE_INFINITY;
    if (last <= start - gap && last < start) break;
  }
  return end;
}
