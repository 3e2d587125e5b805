import { type RandomKey, randomStream } from "@mlops/core";

/** `count` of `rows` row numbers, ascending: one from each of equally large stretches; all where they are no more. */
export function sampleRows(rows: number, count: number, key: RandomKey): Int32Array {
  if (rows <= count) return Int32Array.from({ length: rows }, (_, row) => row);
  const stream = randomStream(key);
  return Int32Array.from({ length: count }, (_, index) => Math.floor(((index + stream.uniform()) * rows) / count));
}
