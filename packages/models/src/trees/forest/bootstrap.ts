import { type RandomKey, randomStream, splitKey } from "@mlops/core";

/** How often each row was drawn for a tree, with repetition. */
export function drawRows(key: RandomKey, tree: number, rows: number, draws: number): Uint32Array {
  const random = randomStream(splitKey(key, "bootstrap", tree));
  const counts = new Uint32Array(rows);
  for (let draw = 0; draw < draws; draw++) {
    // A product of 32 bits: its bias is below rows / 2³².
    const row = Math.floor((random.uint32() / 4_294_967_296) * rows);
    counts[row] = (counts[row] ?? 0) + 1;
  }
  return counts;
}
