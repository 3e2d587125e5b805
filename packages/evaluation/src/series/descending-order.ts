/**
 * The positions of finite values in descending order of value, equal ones in order of position. A radix sort of the bits:
 * six passes of 10 or 11 bits, linear in the number of values.
 *
 * D. E. Knuth, The Art of Computer Programming, volume 3, section 5.2.5.
 */
export function descendingOrder(values: Float64Array): Uint32Array {
  const order = Uint32Array.from({ length: values.length }, (_, position) => position);
  if (values.length >= RADIX_FROM) return radixSort(order, values);
  return order.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
}

/** Below, the tables of a radix sort cost more than comparing. */
const RADIX_FROM = 512;
const BUCKETS = 2048;
const shifts = [0, 11, 22] as const;
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

interface Keys {
  low: Uint32Array;
  high: Uint32Array;
  order: Uint32Array;
}

function radixSort(order: Uint32Array, values: Float64Array): Uint32Array {
  const count = values.length;
  let from: Keys = { ...descendingKeys(values), order };
  let to: Keys = { low: new Uint32Array(count), high: new Uint32Array(count), order: new Uint32Array(count) };
  for (const word of ["low", "high"] as const) {
    for (const shift of shifts) {
      if (pass(from, to, word, shift)) [from, to] = [to, from];
    }
  }
  return from.order;
}

/** Unsigned 64-bit numbers, in two words, that ascend where the values descend. */
function descendingKeys(values: Float64Array): { low: Uint32Array; high: Uint32Array } {
  const count = values.length;
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  const one = new Float64Array(1);
  const words = new Uint32Array(one.buffer);
  const [lowWord, highWord] = littleEndian ? [0, 1] : [1, 0];
  for (let at = 0; at < count; at++) {
    // Adding 0 makes −0 the same key as 0.
    one[0] = (values[at] ?? 0) + 0;
    const [l, h] = [words[lowWord] ?? 0, words[highWord] ?? 0];
    const negative = h >>> 31 === 1;
    low[at] = negative ? l : ~l;
    high[at] = negative ? h : ~h & 0x7fff_ffff;
  }
  return { low, high };
}

/** Answers false, with nothing moved, where all values share this digit. */
function pass(from: Keys, to: Keys, word: "low" | "high", shift: number): boolean {
  const keys = from[word];
  const count = keys.length;
  const starts = new Uint32Array(BUCKETS);
  for (let at = 0; at < count; at++) {
    const bucket = digit(keys, at, shift);
    starts[bucket] = (starts[bucket] ?? 0) + 1;
  }
  if (starts[digit(keys, 0, shift)] === count) return false;
  let start = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const size = starts[bucket] ?? 0;
    starts[bucket] = start;
    start += size;
  }
  for (let at = 0; at < count; at++) {
    const bucket = digit(keys, at, shift);
    const place = starts[bucket] ?? 0;
    starts[bucket] = place + 1;
    to.low[place] = from.low[at] ?? 0;
    to.high[place] = from.high[at] ?? 0;
    to.order[place] = from.order[at] ?? 0;
  }
  return true;
}

function digit(keys: Uint32Array, at: number, shift: number): number {
  return ((keys[at] ?? 0) >>> shift) & (BUCKETS - 1);
}
