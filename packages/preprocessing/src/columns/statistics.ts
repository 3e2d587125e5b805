/** Statistics of the values that are there; NaN stands for a missing one. All are NaN where there is none. */

/** Sum with Neumaier's compensation: the error does not grow with the number of terms. */
export function sum(values: Float64Array): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

export function count(values: Float64Array): number {
  let present = 0;
  for (const value of values) if (!Number.isNaN(value)) present += 1;
  return present;
}

export function mean(values: Float64Array): number {
  return sum(values) / count(values);
}

/** Divided by n, not n − 1, in two passes with the correction of Chan, Golub and LeVeque. */
export function populationVariance(values: Float64Array): number {
  const n = count(values);
  const centre = sum(values) / n;
  const deviations = values.map((value) => value - centre);
  const squares = sum(deviations.map((deviation) => deviation * deviation));
  return (squares - sum(deviations) ** 2 / n) / n;
}

/** The values that are there, ascending. */
export function sorted(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value)).sort();
}

/** Linear between neighbours, as NumPy's default: `fraction` from 0 to 1 of ascending values. */
export function quantile(ascending: Float64Array, fraction: number): number {
  const position = fraction * (ascending.length - 1);
  const below = Math.floor(position);
  const [low, high] = [ascending[below] ?? Number.NaN, ascending[Math.ceil(position)] ?? Number.NaN];
  const share = position - below;
  // NumPy counts from the nearer end, so that the two ends of the interval are exact.
  return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
}

export function median(values: Float64Array): number {
  const ascending = sorted(values);
  const middle = ascending.length >> 1;
  if (ascending.length % 2 === 1) return ascending[middle] ?? Number.NaN;
  return ((ascending[middle - 1] ?? Number.NaN) + (ascending[middle] ?? Number.NaN)) / 2;
}

/** Least and greatest value. */
export function extent(values: Float64Array): readonly [number, number] {
  let [least, greatest] = [Number.NaN, Number.NaN];
  for (const value of values) {
    if (!(value >= least)) least = Number.isNaN(value) ? least : value;
    if (!(value <= greatest)) greatest = Number.isNaN(value) ? greatest : value;
  }
  return [least, greatest];
}
