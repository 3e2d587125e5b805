import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * Seeded, splittable random numbers. A key is a name for a stream; splitting a key by labels gives independent streams,
 * so that adding a draw in one place changes no other place, and parallel workers need no shared state.
 *
 * Keys are derived by SHA-256 of the parent key and the label; the stream is sfc32 (Chris Doty-Humphrey, PractRand),
 * 128 bits of state, warmed up by 15 steps.
 */
export interface RandomKey {
  /** Four unsigned 32-bit words. */
  readonly words: readonly [number, number, number, number];
}

export interface RandomStream {
  /** Uniform in 0 … 2³² − 1. */
  uint32(): number;
  /** Uniform in [0, 1) with 53 bits. */
  uniform(): number;
  /** Uniform integer in [0, bound), without modulo bias. `bound` is an integer from 1 to 2³². */
  integer(bound: number): number;
  /** Standard normal (Marsaglia's polar method). */
  normal(): number;
  /** Fills an array by standard normals, the same as as many calls of `normal` would give, some five times faster. */
  fillNormal(values: Float64Array): void;
  /** In place, Fisher–Yates. */
  shuffle<T>(items: T[]): T[];
}

/** The root key of a seed: any string, or any number (−0 equals 0). */
export function randomKey(seed: number | string): RandomKey {
  return keyOf(`seed:${typeof seed === "number" ? String(seed + 0) : seed}`);
}

/** A child key: the same parent and labels always give the same key. */
export function splitKey(key: RandomKey, ...labels: readonly (string | number)[]): RandomKey {
  return keyOf(`${key.words.join(",")}|${JSON.stringify(labels)}`);
}

function keyOf(text: string): RandomKey {
  const view = new DataView(sha256(utf8ToBytes(text)).buffer);
  return { words: [view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)] };
}

export function randomStream(key: RandomKey): RandomStream {
  let [a, b, c, counter] = key.words;
  const uint32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let step = 0; step < 15; step++) uint32();

  const uniform = (): number => ((uint32() >>> 5) * 67_108_864 + (uint32() >>> 6)) / 9_007_199_254_740_992;
  const integer = (bound: number): number => {
    if (!Number.isInteger(bound) || bound < 1 || bound > 4_294_967_296) {
      throw new RangeError(`integer(bound) needs an integer from 1 to 2^32, got ${bound}`);
    }
    const limit = 4_294_967_296 - (4_294_967_296 % bound);
    let draw = uint32();
    while (draw >= limit) draw = uint32();
    return draw % bound;
  };
  let spare: number | undefined;
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * scale;
      return u * scale;
    }
  };
  const shuffle = <T>(items: T[]): T[] => {
    for (let last = items.length - 1; last > 0; last--) {
      const other = integer(last + 1);
      const item = items[last] as T;
      items[last] = items[other] as T;
      items[other] = item;
    }
    return items;
  };
  /** The state is held in local variables, which the engine keeps in registers. */
  const fillNormal = (values: Float64Array): void => {
    let filled = 0;
    if (spare !== undefined && values.length > 0) {
      values[0] = spare;
      spare = undefined;
      filled = 1;
    }
    let [x, y, z, n] = [a | 0, b | 0, c | 0, counter | 0];
    while (filled < values.length) {
      let u = 0;
      let v = 0;
      for (let draw = 0; draw < 2; draw++) {
        const high = (((x + y) | 0) + n) | 0;
        n = (n + 1) | 0;
        x = y ^ (y >>> 9);
        y = (z + (z << 3)) | 0;
        z = (((z << 21) | (z >>> 11)) + high) | 0;
        const low = (((x + y) | 0) + n) | 0;
        n = (n + 1) | 0;
        x = y ^ (y >>> 9);
        y = (z + (z << 3)) | 0;
        z = (((z << 21) | (z >>> 11)) + low) | 0;
        const uniformDraw = ((high >>> 5) * 67_108_864 + (low >>> 6)) / 9_007_199_254_740_992;
        u = v;
        v = 2 * uniformDraw - 1;
      }
      const square = u * u + v * v;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      values[filled] = u * scale;
      if (filled + 1 < values.length) values[filled + 1] = v * scale;
      else spare = v * scale;
      filled += 2;
    }
    [a, b, c, counter] = [x, y, z, n];
  };
  return { uint32, uniform, integer, normal, fillNormal, shuffle };
}
