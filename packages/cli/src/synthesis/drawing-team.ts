import { Worker } from "node:worker_threads";

import { MlopsError } from "@mlops/core";
import type { RowRange } from "@mlops/data-generation";
import { Table } from "@mlops/table";

import type { DrawFailure, DrawnChunk, DrawTask } from "./draw-message.ts";

/** Chunks that wait for each thread: one that is drawn and one that is next. */
const CHUNKS_EACH = 2;

/** Threads that draw chunks of one table, each the whole table's synthesizer of its own. */
export interface DrawingTeam extends AsyncDisposable {
  /** @throws MlopsError what the synthesizer throws; INTERNAL_ERROR where a thread ends by itself */
  draw(range: RowRange): Promise<Table>;
  readonly ahead: number;
}

export function drawingTeam(size: number, task: DrawTask): DrawingTeam {
  const members = Array.from({ length: size }, () => member(task));
  let turn = 0;
  return {
    ahead: size * CHUNKS_EACH,
    draw(range) {
      const chosen = members[turn % size];
      turn += 1;
      if (!chosen) throw new MlopsError("INVALID_ARGUMENT", `${size} threads cannot draw.`);
      return chosen.draw(range);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(members.map(({ worker }) => worker.terminate()));
    },
  };
}

interface Member {
  readonly worker: Worker;
  draw(range: RowRange): Promise<Table>;
}

function member(task: DrawTask): Member {
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  const worker = new Worker(new URL(`./draw-worker${extension}`, import.meta.url), { workerData: task });
  const waiting = new Map<number, { done(table: Table): void; failed(error: Error): void }>();
  let ended: Error | undefined;
  const end = (error: Error): void => {
    ended ??= error;
    for (const asked of waiting.values()) asked.failed(ended);
    waiting.clear();
  };
  worker.on("message", ({ start, columns, failure }: DrawnChunk) => {
    const asked = waiting.get(start);
    waiting.delete(start);
    if (columns) asked?.done(Table.fromColumns(columns));
    else asked?.failed(errorOf(failure));
  });
  worker.on("error", (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", (code) =>
    end(new MlopsError("INTERNAL_ERROR", `A thread that draws rows ended by itself, with code ${code}.`)),
  );
  return {
    worker,
    draw: (range) =>
      new Promise((done, failed) => {
        if (ended) return failed(ended);
        waiting.set(range.start, { done, failed });
        worker.postMessage(range, []);
      }),
  };
}

function errorOf(failure: DrawFailure | undefined): Error {
  if (!failure || failure.code === null) return new Error(failure?.message ?? "A thread answered nothing.");
  const { code, message, hint, details } = failure;
  return new MlopsError(code, message, { ...(hint !== undefined && { hint }), ...(details && { details }) });
}
