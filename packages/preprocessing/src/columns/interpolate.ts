import { interpolatingSpline } from "./spline.ts";

export type InterpolationMethod = "linear" | "nearest" | "polynomial" | "spline";

export interface InterpolationOptions {
  readonly method: InterpolationMethod;
  /** Degree of `polynomial` and `spline`. */
  readonly order: number;
  /** Most consecutive missing values that are filled; null fills them all. */
  readonly limit: number | null;
}

/**
 * NaN replaced by what the values before and after say, rows being equally far apart, as in pandas. Values before the
 * first known one stay missing. After the last one `linear` repeats it, `spline` goes on with its last polynomial, and the
 * others stay missing.
 *
 * @param values with more than `order` known ones for `polynomial` and `spline`
 */
export function interpolate(values: Float64Array, { method, order, limit }: InterpolationOptions): Float64Array {
  const known = Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]));
  if (known.length === 0 || known.length === values.length) return Float64Array.from(values);
  const valueAt = curve(values, known, method, order);
  const [first = Number.POSITIVE_INFINITY, last = -1] = [known[0], known.at(-1)];
  const goesOn = method === "linear" || method === "spline";
  const filled = Float64Array.from(values);
  let gap = 0;
  for (let row = 0; row < filled.length; row += 1) {
    gap = Number.isNaN(values[row]) ? gap + 1 : 0;
    if (gap === 0 || row < first || (row > last && !goesOn) || (limit !== null && gap > limit)) continue;
    filled[row] = valueAt(row);
  }
  return filled;
}

function curve(
  values: Float64Array,
  known: readonly number[],
  method: InterpolationMethod,
  order: number,
): (row: number) => number {
  const valueOf = (index: number): number => values[known[index] ?? 0] ?? Number.NaN;
  if (method === "polynomial" || method === "spline") {
    return interpolatingSpline(
      known,
      known.map((row) => values[row] ?? Number.NaN),
      order,
    );
  }
  return (row) => {
    const after = firstAfter(known, row);
    if (after === known.length) return valueOf(after - 1);
    const [from, to] = [known[after - 1] ?? 0, known[after] ?? 0];
    if (method === "nearest") return row - from <= to - row ? valueOf(after - 1) : valueOf(after);
    const share = (row - from) / (to - from);
    return valueOf(after - 1) + (valueOf(after) - valueOf(after - 1)) * share;
  };
}

function firstAfter(known: readonly number[], row: number): number {
  let [low, high] = [0, known.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((known[middle] ?? 0) <= row) low = middle + 1;
    else high = middle;
  }
  return low;
}
