import { type RandomKey, splitKey } from "@mlops/core";

/** Rates are met to 2⁻¹⁶. */
const RESOLUTION = 65_536;
const GOLDEN = 0x9e37_79b9;
const DRAWS_OF_A_WORD = 4;

/**
 * Fresh masks for every step, from a counter alone: mask `step` of a site is a pure function of key, site and step, so that
 * a resumed training draws what it would have drawn, in chunks of any length. Two 16-bit draws come from each 32-bit hash
 * of the element's number (the multiply-xorshift rounds of lowbias32, C. Wellons), with a key before each round.
 */
export interface MaskSource {
  /** The masks of `steps` steps from `first`, one behind the other: 1 is kept, 0 dropped, with probability `rate`. */
  masks(site: number, size: number, rate: number, first: number, steps: number): Uint8Array;
}

export function maskSource(key: RandomKey): MaskSource {
  const keys = new Map<number, RandomKey>();
  const keyOf = (site: number): RandomKey => {
    const known = keys.get(site) ?? splitKey(key, "site", site);
    keys.set(site, known);
    return known;
  };
  return {
    masks(site, size, rate, first, steps) {
      const [a, b, c, d] = keyOf(site).words;
      const all = new Uint8Array(steps * size);
      const words = new Uint32Array(Math.ceil(size / DRAWS_OF_A_WORD));
      const bytes = new Uint8Array(words.buffer, 0, size);
      for (let index = 0; index < steps; index++) {
        const step = first + index;
        const before = mixed(mixed(a + Math.imul(step, GOLDEN)) ^ c);
        const between = mixed(mixed(b ^ Math.imul(step + 1, GOLDEN)) + d);
        fillMask(words, before, between, Math.round(rate * RESOLUTION));
        all.set(bytes, index * size);
      }
      return all;
    },
  };
}

/**
 * Four mask bytes of two hashes a word, without a branch: a processor cannot foresee these, and to guess wrong a third of the
 * time took five times as long.
 */
function fillMask(words: Uint32Array, before: number, between: number, limit: number): void {
  for (let at = 0; at < words.length; at++) {
    const one = hash(2 * at, before, between);
    const other = hash(2 * at + 1, before, between);
    words[at] =
      keeps(one & 0xffff, limit) |
      (keeps(one >>> 16, limit) << 8) |
      (keeps(other & 0xffff, limit) << 16) |
      (keeps(other >>> 16, limit) << 24);
  }
}

/** 1 from the limit on, 0 below: the sign of the difference. */
function keeps(draw: number, limit: number): number {
  return ((draw - limit) >>> 31) ^ 1;
}

function hash(count: number, before: number, between: number): number {
  let word = (count + before) | 0;
  word = Math.imul(word ^ (word >>> 16), 0x21f0_aaad);
  word = Math.imul((word ^ (word >>> 15)) + between, 0xd35a_2d97);
  return word ^ (word >>> 15);
}

function mixed(word: number): number {
  return hash(word, 0, 0);
}
