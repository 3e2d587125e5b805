import { MlopsError, type RandomKey, randomKey, splitKey, throwIfCancelled } from "@mlops/core";
import type { Table } from "@mlops/table";

import type { Synthesizer } from "./synthesizer.ts";

export interface DrawOptions {
  /** An integer ≥ 1. */
  readonly rows: number;
  readonly seed: number | string;
  readonly signal?: AbortSignal;
  /** After each chunk: the rows that were drawn so far. */
  readonly onProgress?: (rows: number) => void;
}

/** Rows of one chunk. Each chunk has a random key of its own, so that the size is part of what a seed means. */
export const CHUNK_ROWS = 8192;

/**
 * A synthetic table by chunk, with bounded memory. A seed and a number of rows always give the same rows, whoever draws
 * the chunks, and in whichever order.
 *
 * @throws MlopsError INVALID_ARGUMENT, CANCELLED and what the synthesizer throws
 */
export async function* drawRows(synthesizer: Synthesizer, options: DrawOptions): AsyncGenerator<Table> {
  const { rows, seed, signal, onProgress } = options;
  if (!Number.isSafeInteger(rows) || rows < 1) {
    throw new MlopsError("INVALID_ARGUMENT", `${rows} rows cannot be drawn: an integer from 1 is needed.`);
  }
  const key = randomKey(seed);
  for (let start = 0; start < rows; start += CHUNK_ROWS) {
    throwIfCancelled(signal);
    const range = { start, count: Math.min(CHUNK_ROWS, rows - start) };
    yield synthesizer.draw(chunkKey(key, start), range);
    onProgress?.(range.start + range.count);
    // A signal is heard, and a progress bar drawn, between two chunks.
    await new Promise(setImmediate);
  }
}

function chunkKey(key: RandomKey, start: number): RandomKey {
  return splitKey(key, "rows", start / CHUNK_ROWS);
}
