import { MlopsError, type RandomKey, randomStream } from "@mlops/core";

import { descendingOrder } from "../series/descending-order.ts";

/**
 * The positions of rows in a random order that depends on the random key alone and, where rows have keys, on those: the row
 * with the largest hash of random key and row key comes first.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID where there are not as many row keys as rows.
 */
export function rowOrder(rows: number, key: RandomKey, rowKeys?: readonly string[]): Uint32Array {
  if (rowKeys === undefined) return shuffledPositions(rows, key);
  if (rowKeys.length !== rows) {
    throw new MlopsError("EVALUATION_INPUT_INVALID", `There are ${rows} rows, but ${rowKeys.length} row keys.`);
  }
  return orderByHash(rowKeys, key);
}

/** The positions of texts in the order of their seeded hashes; equal texts stand together. */
export function orderByHash(texts: readonly string[], key: RandomKey): Uint32Array {
  const hashes = Float64Array.from(texts, (text) => seededHash(text, key));
  const order = descendingOrder(hashes);
  for (let from = 0, to = 0; from < order.length; from = to) {
    const hash = hashes[order[from] ?? 0];
    while (to < order.length && hashes[order[to] ?? 0] === hash) to++;
    // Different texts with one hash are rare, but must not be ordered by where they stand.
    if (to - from > 1) order.subarray(from, to).sort((a, b) => compareTexts(texts[a] ?? "", texts[b] ?? "") || a - b);
  }
  return order;
}

function shuffledPositions(rows: number, key: RandomKey): Uint32Array {
  const random = randomStream(key);
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  for (let last = rows - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    const position = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = position;
  }
  return order;
}

/** 53 bits from two 32-bit lanes; each ends with the finaliser of MurmurHash3 (A. Appleby), which spreads every bit. */
function seededHash(text: string, { words }: RandomKey): number {
  let [high, low] = [words[0] ^ words[2], words[1] ^ words[3]];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  high = finalise(high ^ Math.imul(low, 0x2c1b3c6d));
  low = finalise(low ^ Math.imul(high, 0x297a2d39));
  return (high >>> 0) * 2 ** 21 + (low >>> 11);
}

function finalise(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
