import { families } from "../distributions/families.ts";
import { type FittedFamily, truncatedCdf } from "../distributions/choose-family.ts";
import { normalCdf, normalDensity, normalQuantile } from "../distributions/special/normal.ts";

/**
 * A distribution of numbers as one monotone curve from the standard normal score z to the value x, straight between its
 * knots. Both ascend; several knots with one x are a value that many rows share.
 */
export interface Knots {
  readonly z: Float64Array;
  readonly x: Float64Array;
}

/** Knots of a quantile curve away from its ends. */
const CENTRAL_KNOTS = 512;

/** Positions in a sorted sample, and the values there. */
export interface Quantiles {
  readonly probabilities: readonly number[];
  readonly values: readonly number[];
}

/**
 * Quantiles of a sample: evenly spaced, denser towards both ends, and at both ends of every value that more rows share
 * than two knots are apart.
 *
 * @param sorted ascending, not empty
 */
export function quantilesOf(sorted: Float64Array): Quantiles {
  const last = sorted.length - 1;
  const indices = new Set<number>([0, last]);
  for (let knot = 1; knot < CENTRAL_KNOTS; knot += 1) indices.add(Math.round((knot * last) / CENTRAL_KNOTS));
  for (let near = last / CENTRAL_KNOTS; near > 1; near /= 2) indices.add(Math.round(near)).add(last - Math.round(near));
  const shared = Math.max(2, sorted.length / CENTRAL_KNOTS / 2);
  for (let first = 0; first <= last;) {
    let after = first + 1;
    while (after <= last && sorted[after] === sorted[first]) after += 1;
    if (after - first >= shared) indices.add(first).add(after - 1);
    first = after;
  }
  const positions = [...indices].toSorted((a, b) => a - b);
  return {
    probabilities: positions.map((index) => (index + 0.5) / sorted.length),
    values: positions.map((index) => sorted[index] ?? 0),
  };
}

export function knotsOfQuantiles({ probabilities, values }: Quantiles): Knots {
  return { z: Float64Array.from(probabilities, normalQuantile), x: Float64Array.from(values) };
}

const COARSE_CELLS = 64;
const FINEST = 22;
/** Neighbouring knots are no farther apart in z than this. */
const STEP = 0.02;
const FARTHEST = 6;

/** The curve of a family cut to `low` … `high`, as fine as z demands. */
export function knotsOfFamily({ distribution, parameters }: FittedFamily, low: number, high: number): Knots {
  const cdf = truncatedCdf(families[distribution], parameters, low, high);
  const scoreAt = (x: number): number => Math.min(FARTHEST, Math.max(-FARTHEST, normalQuantile(cdf(x))));
  const x: number[] = [low];
  const z: number[] = [scoreAt(low)];
  const refine = (from: number, fromZ: number, to: number, toZ: number, depth: number): void => {
    if (depth < FINEST && toZ - fromZ > STEP) {
      const middle = (from + to) / 2;
      const middleZ = scoreAt(middle);
      refine(from, fromZ, middle, middleZ, depth + 1);
      refine(middle, middleZ, to, toZ, depth + 1);
      return;
    }
    x.push(to);
    z.push(Math.max(toZ, z.at(-1) ?? toZ));
  };
  for (let cell = 0; cell < COARSE_CELLS; cell += 1) {
    const [from, to] = [low + ((high - low) * cell) / COARSE_CELLS, low + ((high - low) * (cell + 1)) / COARSE_CELLS];
    refine(from, scoreAt(from), to, scoreAt(to), 0);
  }
  return { z: Float64Array.from(z), x: Float64Array.from(x) };
}

/** The score of a value: the mean of z over all z that give it, so that shared values get the middle of theirs. */
export function scoreOf({ z, x }: Knots, value: number): number {
  const last = x.length - 1;
  if (value <= (x[0] ?? 0)) return sharedScore(z, 0, lastEqual(x, 0));
  if (value >= (x[last] ?? 0)) return sharedScore(z, firstEqual(x, last), last);
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((x[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  if (x[low] === value && x[low - 1] === value) return sharedScore(z, firstEqual(x, low), low);
  const [x0 = 0, x1 = 0, z0 = 0, z1 = 0] = [x[low], x[low + 1], z[low], z[low + 1]];
  return z0 + ((value - x0) / (x1 - x0)) * (z1 - z0);
}

function firstEqual(x: Float64Array, index: number): number {
  let first = index;
  while (first > 0 && x[first - 1] === x[index]) first -= 1;
  return first;
}

function lastEqual(x: Float64Array, index: number): number {
  let last = index;
  while (last < x.length - 1 && x[last + 1] === x[index]) last += 1;
  return last;
}

function sharedScore(z: Float64Array, first: number, last: number): number {
  const from = first === 0 && last > 0 ? Number.NEGATIVE_INFINITY : (z[first] ?? 0);
  const to = last === z.length - 1 && first < last ? Number.POSITIVE_INFINITY : (z[last] ?? 0);
  return from < to ? meanScore(from, to) : (z[first] ?? 0);
}

/** The mean of a standard normal between two scores. */
export function meanScore(from: number, to: number): number {
  const mass = normalCdf(to) - normalCdf(from);
  if (!(mass > 0)) return Number.isFinite(from) ? (Number.isFinite(to) ? (from + to) / 2 : from) : to;
  return (normalDensity(from) - normalDensity(to)) / mass;
}

/** The scores at which a drawn value rounds to `value` or lies between two values. */
export function scoresBetween({ z, x }: Knots, low: number, high: number): readonly [number, number] {
  return [edgeScore(z, x, low, false), edgeScore(z, x, high, true)];
}

/** The score at which the curve reaches a value: the first such, or the last. */
function edgeScore(z: Float64Array, x: Float64Array, value: number, isUpper: boolean): number {
  const last = x.length - 1;
  if (isUpper ? value >= (x[last] ?? 0) : value > (x[last] ?? 0)) return Number.POSITIVE_INFINITY;
  if (isUpper ? value < (x[0] ?? 0) : value <= (x[0] ?? 0)) return Number.NEGATIVE_INFINITY;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    const at = x[middle] ?? 0;
    if (isUpper ? at <= value : at < value) low = middle;
    else high = middle;
  }
  const [x0 = 0, x1 = 0, z0 = 0, z1 = 0] = [x[low], x[high], z[low], z[high]];
  return x1 > x0 ? z0 + ((value - x0) / (x1 - x0)) * (z1 - z0) : isUpper ? z1 : z0;
}
