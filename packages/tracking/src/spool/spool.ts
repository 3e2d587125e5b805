import { closeSync } from "node:fs";
import { Worker } from "node:worker_threads";

import { createRing } from "../ring/ring.ts";
import { openSpoolFile, type SpoolFile, spoolFile } from "./spool-file.ts";
import type { FromWorker, NamedOutcome, ToWorker, TrackerSetting, WorkerStart } from "./worker-protocol.ts";

const RING_BYTES = 4 * 1024 * 1024;
/** How much longer than the deadline the worker may take to say what it did not manage. */
const GRACE_MS = 500;

export interface SpoolOptions extends Omit<WorkerStart, "ring" | "spool" | "trackers"> {
  /** The spool's file. */
  readonly path: string;
  readonly trackers: readonly TrackerSetting[];
  readonly ringBytes?: number;
  /** Hears what the trackers want people to know. */
  readonly onMessage: (message: Exclude<FromWorker, { type: "finished" }>) => void;
}

/**
 * The durable queue of one run. `append` copies into shared memory; a thread writes what it finds there to the file within
 * 50 ms and hands it to the trackers. Where the memory is full, `append` writes to the file itself, once.
 */
export interface Spool {
  /** Bytes of UTF-8 JSON, `bytes[0, length)`. False where even the file could not take them: they are lost and counted. */
  append(bytes: Uint8Array, length: number): boolean;
  readonly lost: number;
  /** Waits for the trackers, at most for `deadlineMs`, and closes the spool. */
  finish(deadlineMs: number): Promise<readonly NamedOutcome[]>;
}

/** @throws the system's error where the file cannot be opened */
export function openSpool(options: SpoolOptions): Spool {
  const { path, trackers, onMessage, ringBytes = RING_BYTES, ...rest } = options;
  const ring = createRing(ringBytes);
  const shared = openSpoolFile(path);
  const file = spoolFile(shared, ring);
  const worker = startWorker({ ...rest, ring: ring.shared, spool: shared, trackers });
  const ended = new Promise<readonly NamedOutcome[]>((resolve) => {
    worker.on("message", (message: FromWorker) => {
      if (message.type === "finished") resolve(message.outcomes);
      else onMessage(message);
    });
    worker.on("error", (error) => {
      onMessage({ type: "warning", text: `Tracking stopped: ${error.message}. What is logged stays in the spool.` });
      resolve(pending(trackers, error.message));
    });
    worker.on("exit", () => resolve(pending(trackers, "the tracking thread ended")));
  });
  // A process that does not end its run must still be able to end, with everything in the file.
  worker.unref();
  const onExit = (): void => writeRest(file);
  process.once("exit", onExit);

  let lost = 0;
  return {
    get lost() {
      return lost;
    },
    append(bytes, length) {
      if (ring.push(bytes, length)) return true;
      try {
        file.append([bytes.slice(0, length)]);
        return true;
      } catch {
        lost++;
        return false;
      }
    },
    async finish(deadlineMs) {
      worker.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage({ type: "finish", deadlineMs } satisfies ToWorker);
      const late = timer(deadlineMs + GRACE_MS);
      const outcomes = await Promise.race([ended, late.passed]);
      late.stop();
      await worker.terminate();
      ring.releaseDeadLock();
      writeRest(file);
      process.off("exit", onExit);
      closeSync(shared.fd);
      return outcomes ?? pending(trackers, `not done within ${deadlineMs / 1000} s`);
    },
  };
}

function startWorker(start: WorkerStart): Worker {
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  return new Worker(new URL(`./spool-worker${extension}`, import.meta.url), { workerData: start });
}

/** At the end of a process: what the thread has not written yet. A full disk has been told before. */
function writeRest(file: SpoolFile): void {
  try {
    file.append();
  } catch {
    // Nothing is left that could be done.
  }
}

function pending(trackers: readonly TrackerSetting[], reason: string): NamedOutcome[] {
  return trackers.map(({ driver }) => ({ tracker: driver, status: "pending", reason }));
}

function timer(milliseconds: number) {
  let handle: NodeJS.Timeout | undefined;
  const passed = new Promise<undefined>((resolve) => {
    handle = setTimeout(() => resolve(undefined), milliseconds);
  });
  return { passed, stop: () => clearTimeout(handle) };
}
