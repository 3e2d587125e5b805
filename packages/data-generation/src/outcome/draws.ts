import type { RandomStream } from "@mlops/core";

/** Between 0, excluded, and 1: what logarithms can be taken of. */
function open(stream: RandomStream): number {
  return 1 - stream.uniform();
}

/** Of the logarithm's mean and standard deviation. */
export function lognormal(stream: RandomStream, mean: number, deviation: number): number {
  return Math.exp(mean + deviation * stream.normal());
}

export function exponential(stream: RandomStream, mean: number): number {
  return -mean * Math.log(open(stream));
}

/** Gamma of a whole shape: a sum of exponentials. */
export function gamma(stream: RandomStream, shape: number, scale: number): number {
  let sum = 0;
  for (let part = 0; part < shape; part += 1) sum += exponential(stream, scale);
  return sum;
}

/** Beta of whole shapes: the share that one gamma variate has in the sum of two. */
export function beta(stream: RandomStream, a: number, b: number): number {
  const first = gamma(stream, a, 1);
  return first / (first + gamma(stream, b, 1));
}

/** By multiplication of uniforms (Knuth); for small means. */
export function poisson(stream: RandomStream, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = open(stream); product > limit; product *= open(stream)) count += 1;
  return count;
}

/** A position, with the given weights, which need not sum to 1. */
export function weighted(stream: RandomStream, cumulative: Float64Array): number {
  const at = stream.uniform() * (cumulative.at(-1) ?? 0);
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cumulative[middle] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function cumulated(weights: readonly number[]): Float64Array {
  let sum = 0;
  return Float64Array.from(weights, (weight) => (sum += weight));
}

export function clipped(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}
