/**
 * The positions of finite values in descending order of value, equal ones in order of position. A radix sort of the upper 32
 * bits; what is equal in those is then ordered by the lower ones, one by one where runs are short, else by radix too.
 *
 * D. E. Knuth, The Art of Computer Programming, volume 3, section 5.2.5.
 */
export function descendingOrder(values: Float64Array): Uint32Array {
  const order = new Uint32Array(values.length);
  for (let position = 0; position < order.length; position++) order[position] = position;
  if (isDescending(values)) return order;
  if (values.length < RADIX_FROM) return order.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  const { low, high } = descendingKeys(values);
  const { positions, keys } = sortByWord(order, high);
  if (settleRuns(positions, keys, low)) return positions;
  return sortByWord(sortByWord(order, low).positions, high).positions;
}

function isDescending(values: Float64Array): boolean {
  for (let at = 1; at < values.length; at++) if (!((values[at] ?? 0) <= (values[at - 1] ?? 0))) return false;
  return true;
}

/** Below, the tables of a radix sort cost more than comparing. */
const RADIX_FROM = 512;
const BUCKETS = 2048;
const SHIFTS = [0, 11, 22] as const;
/** Longer runs of values that differ in their lower bits alone are sorted by radix. */
const LONGEST_RUN = 32;
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

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

/** The positions sorted by their word, ascending, and the words in that order; equal ones stay as they stand. */
function sortByWord(order: Uint32Array, wordAt: Uint32Array): { positions: Uint32Array; keys: Uint32Array } {
  let positions = order;
  let keys = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) keys[at] = wordAt[order[at] ?? 0] ?? 0;
  for (const shift of SHIFTS) {
    const starts = bucketStarts(keys, shift);
    if (starts === undefined) continue;
    const [nextKeys, nextPositions] = [new Uint32Array(order.length), new Uint32Array(order.length)];
    for (let at = 0; at < order.length; at++) {
      const key = keys[at] ?? 0;
      const bucket = (key >>> shift) & (BUCKETS - 1);
      const place = starts[bucket] ?? 0;
      starts[bucket] = place + 1;
      nextKeys[place] = key;
      nextPositions[place] = positions[at] ?? 0;
    }
    [keys, positions] = [nextKeys, nextPositions];
  }
  return { positions, keys };
}

/** Where each bucket of a digit begins; undefined where all keys share the digit. */
function bucketStarts(keys: Uint32Array, shift: number): Uint32Array | undefined {
  const starts = new Uint32Array(BUCKETS);
  for (let at = 0; at < keys.length; at++) {
    const bucket = ((keys[at] ?? 0) >>> shift) & (BUCKETS - 1);
    starts[bucket] = (starts[bucket] ?? 0) + 1;
  }
  let start = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const size = starts[bucket] ?? 0;
    if (size === keys.length) return undefined;
    starts[bucket] = start;
    start += size;
  }
  return starts;
}

/** Orders runs of equal high words (`keys`) by their low ones, in place; false, and unfinished, where a run is long. */
function settleRuns(order: Uint32Array, keys: Uint32Array, low: Uint32Array): boolean {
  for (let from = 0, to = 0; from < order.length; from = to) {
    const word = keys[from];
    to = from + 1;
    while (to < order.length && keys[to] === word) to++;
    if (to - from === 1) continue;
    if (to - from <= LONGEST_RUN) insertionSort(order, from, to, low);
    else if (!areEqual(order, from, to, low)) return false;
  }
  return true;
}

function areEqual(order: Uint32Array, from: number, to: number, keyAt: Uint32Array): boolean {
  const first = keyAt[order[from] ?? 0];
  for (let at = from + 1; at < to; at++) if (keyAt[order[at] ?? 0] !== first) return false;
  return true;
}

function insertionSort(order: Uint32Array, from: number, to: number, keyAt: Uint32Array): void {
  for (let at = from + 1; at < to; at++) {
    const position = order[at] ?? 0;
    const key = keyAt[position] ?? 0;
    let place = at;
    for (; place > from && (keyAt[order[place - 1] ?? 0] ?? 0) > key; place--) order[place] = order[place - 1] ?? 0;
    order[place] = position;
  }
}
