/**
 * Statistics over the first `count` values of a buffer. The caller has left out what was not observed; an empty buffer
 * gives NaN. Deviations are of the population (divided by n).
 */

export function mean(values: Float64Array, count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += values[index] as number;
  return sum / count;
}

/** Sorts the first `count` values in place. */
export function median(values: Float64Array, count: number): number {
  if (count === 0) return Number.NaN;
  sortInPlace(values, count);
  const middle = count >>> 1;
  const upper = values[middle] as number;
  return count % 2 === 1 ? upper : ((values[middle - 1] as number) + upper) / 2;
}

export function standardDeviation(values: Float64Array, count: number): number {
  return Math.sqrt(centralMoment(values, count, 2));
}

/** Mean of the `order`-th powers of the distances from the mean. */
export function centralMoment(values: Float64Array, count: number, order: 2 | 3 | 4): number {
  const centre = mean(values, count);
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const distance = (values[index] as number) - centre;
    const square = distance * distance;
    sum += order === 2 ? square : order === 3 ? square * distance : square * square;
  }
  return sum / count;
}

/** Slope of the least-squares line through (x, y); NaN with fewer than two different x. */
export function slope(x: Float64Array, y: Float64Array, count: number): number {
  const meanX = mean(x, count);
  const meanY = mean(y, count);
  let covariance = 0;
  let variance = 0;
  for (let index = 0; index < count; index++) {
    const distance = (x[index] as number) - meanX;
    covariance += distance * ((y[index] as number) - meanY);
    variance += distance * distance;
  }
  return variance === 0 ? Number.NaN : covariance / variance;
}

/** Insertion sort: the windows hold a few hours, for which it beats a view and the built-in sort. */
function sortInPlace(values: Float64Array, count: number): void {
  for (let index = 1; index < count; index++) {
    const value = values[index] as number;
    let place = index;
    while (place > 0 && (values[place - 1] as number) > value) {
      values[place] = values[place - 1] as number;
      place--;
    }
    values[place] = value;
  }
}

/** Linear interpolation between order statistics (type 7 of Hyndman and Fan, NumPy's default). `sorted` ascends. */
export function quantile(sorted: readonly number[], fraction: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * fraction;
  const low = Math.floor(position);
  const lower = sorted[low] as number;
  const upper = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  return lower + (upper - lower) * (position - low);
}
