import { MlopsError, randomKey, splitKey, throwIfCancelled } from "@mlops/core";
import type { Table } from "@mlops/table";

import type { RowRange, Synthesizer } from "./synthesizer.ts";

export interface DrawOptions {
  /** An integer ≥ 1. */
  readonly rows: number;
  readonly seed: number | string;
  readonly signal?: AbortSignal;
  /** After each chunk: the rows that were drawn so far. */
  readonly onProgress?: (rows: number) => void;
  /** Draws a chunk elsewhere, as `drawChunk` would; absent: here. */
  readonly draw?: (range: RowRange) => Promise<Table>;
  /** Chunks that `draw` may have under way at once. Default 1. */
  readonly ahead?: number;
}

/** Rows of one chunk. Each chunk has a random key of its own, so that the size is part of what a seed means. */
export const CHUNK_ROWS = 8192;

/** The rows of one chunk, the same whoever draws them: `range.start` is a multiple of CHUNK_ROWS. */
export function drawChunk(synthesizer: Pick<Synthesizer, "draw">, seed: number | string, range: RowRange): Table {
  return synthesizer.draw(splitKey(randomKey(seed), "rows", range.start / CHUNK_ROWS), range);
}

/**
 * A synthetic table by chunk, with bounded memory. A seed and a number of rows always give the same rows, whoever draws
 * the chunks, and in whichever order.
 *
 * @throws MlopsError INVALID_ARGUMENT, CANCELLED and what the synthesizer throws
 */
export async function* drawRows(synthesizer: Synthesizer, options: DrawOptions): AsyncGenerator<Table> {
  const { rows, seed, signal, onProgress, ahead = 1 } = options;
  if (!Number.isSafeInteger(rows) || rows < 1) {
    throw new MlopsError("INVALID_ARGUMENT", `${rows} rows cannot be drawn: an integer from 1 is needed.`);
  }
  const draw = options.draw ?? (async (range: RowRange) => drawChunk(synthesizer, seed, range));
  const ranges = chunkRanges(rows);
  const underWay: { readonly range: RowRange; readonly table: Promise<Table> }[] = [];
  for (let next = ranges.next(); !next.done || underWay.length > 0;) {
    throwIfCancelled(signal);
    while (!next.done && underWay.length < ahead) {
      underWay.push({ range: next.value, table: heard(draw(next.value)) });
      next = ranges.next();
    }
    const first = underWay.shift();
    if (!first) return;
    yield await first.table;
    onProgress?.(first.range.start + first.range.count);
    // A signal is heard, and a progress bar drawn, between two chunks.
    await new Promise(setImmediate);
  }
}

function* chunkRanges(rows: number): Generator<RowRange, undefined> {
  for (let start = 0; start < rows; start += CHUNK_ROWS) {
    yield { start, count: Math.min(CHUNK_ROWS, rows - start) };
  }
}

/** A chunk that fails before its turn is no unhandled rejection: it fails in its turn. */
function heard(table: Promise<Table>): Promise<Table> {
  table.catch(() => undefined);
  return table;
}
