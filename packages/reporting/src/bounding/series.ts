import { MlopsError } from "@mlops/core";

/**
 * Numbers of one kind, in the order of their rows. Null, every number that is not finite, and every one beyond ±1e100 mean
 * "missing": beside the last, nothing else could be told apart.
 */
export type Series = ArrayLike<number | null>;

/** Scales and ticks are exact between these sizes; what is smaller is drawn as 0. */
const LARGEST = 1e100;
const SMALLEST = 1e-100;

/** The number at a place, NaN where it is missing. */
export function numberAt(series: Series, index: number): number {
  const value = series[index];
  if (typeof value !== "number") return Number.NaN;
  const size = Math.abs(value);
  if (size < SMALLEST) return 0;
  return size <= LARGEST ? value : Number.NaN;
}

/** @throws MlopsError REPORT_DATA_INVALID naming the series that differs from the first. */
export function assertSameLength(chart: string, series: Readonly<Record<string, { readonly length: number }>>): void {
  const [first, ...rest] = Object.entries(series);
  if (first === undefined) return;
  const [name, { length }] = first;
  for (const [other, { length: otherLength }] of rest) {
    if (otherLength === length) continue;
    throw new MlopsError(
      "REPORT_DATA_INVALID",
      `${chart}: "${other}" has ${otherLength} values where "${name}" has ${length}.`,
      { details: { chart, series: other, length: otherLength, expected: length } },
    );
  }
}

/** @throws MlopsError REPORT_DATA_INVALID at the first value that is lower than the one before it. */
export function assertAscending(chart: string, name: string, series: Series): void {
  for (let index = 1; index < series.length; index++) {
    if (numberAt(series, index) >= numberAt(series, index - 1)) continue;
    throw new MlopsError(
      "REPORT_DATA_INVALID",
      `${chart}: "${name}" must ascend, but ${String(series[index])} at position ${index} follows ${String(series[index - 1])}.`,
      { details: { chart, series: name, position: index } },
    );
  }
}
