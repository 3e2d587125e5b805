import { type RandomKey, splitKey } from "@mlops/core";

/** Rates are met to 2⁻¹⁶. */
const RESOLUTION = 65_536;
const GOLDEN = 0x9e37_79b9;

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
      for (let index = 0; index < steps; index++) {
        const step = first + index;
        const before = mixed(mixed(a + Math.imul(step, GOLDEN)) ^ c);
        const between = mixed(mixed(b ^ Math.imul(step + 1, GOLDEN)) + d);
        fillMask(all.subarray(index * size, (index + 1) * size), before, between, Math.round(rate * RESOLUTION));
      }
      return all;
    },
  };
}

function fillMask(into: Uint8Array, first: number, second: number, limit: number): void {
  const pairs = into.length >>> 1;
  for (let pair = 0; pair < pairs; pair++) {
    const word = hash(pair, first, second);
    into[2 * pair] = (word & 0xffff) < limit ? 0 : 1;
    into[2 * pair + 1] = word >>> 16 < limit ? 0 : 1;
  }
  if (into.length % 2 === 1) into[2 * pairs] = (hash(pairs, first, second) & 0xffff) < limit ? 0 : 1;
}

function hash(count: number, first: number, second: number): number {
  let word = (count + first) | 0;
  word = Math.imul(word ^ (word >>> 16), 0x21f0_aaad);
  word = Math.imul((word ^ (word >>> 15)) + second, 0xd35a_2d97);
  return word ^ (word >>> 15);
}

function mixed(word: number): number {
  return hash(word, 0, 0);
}
