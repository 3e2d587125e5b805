/**
 * For each row what the rows of the other half of the table say of its target, so that no row sees its own. The halves are
 * scattered, lest a pattern of the rows falls in with them. For a category: their mean target in the same category, or over all where there is none.
 */
export function categoryMeans(codes: Int32Array, target: Float64Array): Float64Array {
  const halves = [0, 1].map((half) => meansByValue(codes, target, half));
  return Float64Array.from(codes, (code, row) => {
    const other = halves[1 - halfOf(row)];
    return other?.means.get(code) ?? other?.overall ?? 0;
  });
}

/** For a number: their mean target at the same value, else at the nearest below and above. Missing ones are one value. */
export function neighbourMeans(values: Float64Array, target: Float64Array): Float64Array {
  const halves = [0, 1].map((half) => {
    const { means, overall } = meansByValue(values, target, half);
    const known = Float64Array.from(means.keys())
      .filter((value) => !Number.isNaN(value))
      .sort();
    return { means, overall, known };
  });
  return Float64Array.from(values, (value, row) => {
    const other = halves[1 - halfOf(row)];
    if (other === undefined) return 0;
    const same = other.means.get(value);
    if (same !== undefined || Number.isNaN(value)) return same ?? other.overall;
    const above = firstAbove(other.known, value);
    const neighbours = [other.known[above - 1], other.known[above]].flatMap((known) =>
      known === undefined ? [] : [other.means.get(known) ?? other.overall],
    );
    return neighbours.length === 0
      ? other.overall
      : neighbours.reduce((sum, mean) => sum + mean, 0) / neighbours.length;
  });
}

/** Mean targets of one half, by value; NaN is a value like others. */
function meansByValue(
  values: ArrayLike<number>,
  target: Float64Array,
  half: number,
): { readonly means: ReadonlyMap<number, number>; readonly overall: number } {
  const sums = new Map<number, { sum: number; count: number }>();
  let [sum, count] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    if (halfOf(row) !== half) continue;
    const value = values[row] ?? Number.NaN;
    const entry = sums.get(value) ?? { sum: 0, count: 0 };
    entry.sum += target[row] ?? 0;
    entry.count++;
    sums.set(value, entry);
    sum += target[row] ?? 0;
    count++;
  }
  const means = new Map(sums.entries().map(([value, entry]) => [value, entry.sum / entry.count]));
  return { means, overall: count === 0 ? 0 : sum / count };
}

/** The highest bit of a multiple of 2³² over the golden ratio (Knuth's multiplicative hash). */
function halfOf(row: number): number {
  return Math.imul(row + 1, 0x9e3779b1) >>> 31;
}

function firstAbove(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
