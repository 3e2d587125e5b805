/** A thread that draws chunks of synthetic rows: each message is a range, each answer its columns. */
import { parentPort, workerData } from "node:worker_threads";

import { isMlopsError } from "@mlops/core";
import { drawChunk, type RowRange } from "@mlops/data-generation";
import type { Table } from "@mlops/table";

import type { DrawFailure, DrawnChunk, DrawTask } from "./draw-message.ts";
import { shapedSynthesizer } from "./shaped-synthesizer.ts";

const { options, projectRoot, seed } = workerData as DrawTask;
const opened = shapedSynthesizer(options, projectRoot);
opened.catch(() => undefined);

parentPort?.on("message", (range: RowRange) => {
  void answerTo(range).then((answer) => parentPort?.postMessage(answer, []));
});

async function answerTo(range: RowRange): Promise<DrawnChunk> {
  try {
    const { synthesizer } = await opened;
    return { start: range.start, columns: columnsOf(drawChunk(synthesizer, seed, range)) };
  } catch (error) {
    return { start: range.start, failure: failureOf(error) };
  }
}

function columnsOf(table: Table): NonNullable<DrawnChunk["columns"]> {
  return table.columnNames.map((name) => [name, table.column(name)] as const);
}

function failureOf(error: unknown): DrawFailure {
  if (!isMlopsError(error)) return { code: null, message: error instanceof Error ? error.message : String(error) };
  const { code, message, hint, details } = error;
  return { code, message, hint, details };
}
