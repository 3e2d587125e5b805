import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

import { cancelled, randomKey, throwIfCancelled, type TrainingData } from "@mlops/core";

import type { FittedEstimator } from "../estimator/fitted-estimator.ts";
import { readBlockFile, writeBlockFile } from "./block-file.ts";
import { openNamelessFile } from "./nameless-file.ts";
import { trainingError } from "./training-error.ts";
import { CANCEL, channels, type CheckpointPlace, type TrainingMessage, type TrainingTask } from "./training-message.ts";

export interface ChildTraining {
  /** A name or class path of the catalogue, or the URL of a module: `file:///…/my-estimator.ts#exportName`. */
  readonly estimator: string;
  readonly training: TrainingData;
  /** Hyper-parameters as a recipe writes them. */
  readonly options?: unknown;
  /** Default 42. */
  readonly seed?: number | string;
  /** A model of the same estimator to go on from. */
  readonly initial?: FittedEstimator;
  /** Threads of native code in the fit; recorded in the model. Default 1. */
  readonly threads?: number;
  /** The process ends with ESTIMATOR_OUT_OF_MEMORY beyond this resident size, which includes some 60 MB of Node itself. */
  readonly memoryLimitBytes?: number;
  /** How long a cancelled fit may take to stop by itself before it is killed. Default 5,000. */
  readonly gracePeriodMs?: number;
  readonly signal?: AbortSignal;
  /** Where the fit leaves its progress, and goes on from if it was begun before; for whoever asks to remove. */
  readonly checkpoint?: CheckpointPlace;
  /** At most every 50 ms, and at the end. */
  readonly onProgress?: (done: number, total: number, note?: string) => void;
  /** Numbers of one pass over the rows, for training curves. */
  readonly onMetrics?: (step: number, values: Readonly<Record<string, number>>) => void;
  /** What the fit says, and what it prints. */
  readonly onLog?: (level: "info" | "warn", message: string) => void;
}

export interface ChildTrainingResult {
  readonly fitted: FittedEstimator;
  readonly durationMs: number;
  /** Largest resident size of the process. */
  readonly peakMemoryBytes: number;
}

const GRACE_PERIOD_MS = 5000;
/** Of what the process printed last, kept for the error. */
const TAIL_CHARACTERS = 4000;

/**
 * Fits in a process of its own, so that the caller's event loop stays free, memory is given back, and a crash is an error.
 * Data goes there and back in files without a name, which no crash leaves behind: one copy on the way. The process ends
 * with its parent, also when that one is killed.
 *
 * @throws MlopsError what the fit throws; CANCELLED, ESTIMATOR_OUT_OF_MEMORY, ESTIMATOR_PROCESS_FAILED
 */
export async function trainInChild(request: ChildTraining): Promise<ChildTrainingResult> {
  const { estimator, training, options = {}, seed = 42, initial, threads = 1, checkpoint, signal } = request;
  throwIfCancelled(signal);
  const start = performance.now();
  await using taskFile = await openNamelessFile();
  await using resultFile = await openNamelessFile();
  const task: TrainingTask = {
    estimator,
    training,
    options,
    randomKey: randomKey(seed),
    threads,
    ...(initial && { initial }),
    ...(checkpoint && { checkpoint }),
  };
  await writeBlockFile(taskFile.fd, task);
  throwIfCancelled(signal);
  const peakMemoryBytes = await runChild(request, taskFile.fd, resultFile.fd);
  const fitted = (await readBlockFile(resultFile.fd)) as FittedEstimator;
  return { fitted, durationMs: performance.now() - start, peakMemoryBytes };
}

async function runChild(request: ChildTraining, taskFd: number, resultFd: number): Promise<number> {
  const { signal, memoryLimitBytes, gracePeriodMs = GRACE_PERIOD_MS } = request;
  const child = startChild(memoryLimitBytes, taskFd, resultFd);
  const output = tailOf(child, request);
  const control = child.stdio[channels.control] as Writable;
  // A child that has ended already does not read any more; its end is what counts.
  control.on("error", () => undefined);
  let killer: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    control.write(CANCEL);
    killer = setTimeout(() => child.kill("SIGKILL"), gracePeriodMs);
  };
  if (signal?.aborted) cancel();
  else signal?.addEventListener("abort", cancel, { once: true });
  try {
    const last = lastMessage(child, request);
    const [code, endSignal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    const message = last();
    if (signal?.aborted) throw cancelled(signal.reason);
    if (message?.kind === "done") return message.peakMemoryBytes;
    throw trainingError({ estimator: request.estimator, message, code, signal: endSignal, output: output() });
  } finally {
    clearTimeout(killer);
    signal?.removeEventListener("abort", cancel);
  }
}

function startChild(memoryLimitBytes: number | undefined, taskFd: number, resultFd: number): ChildProcess {
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  const main = fileURLToPath(new URL(`./training-main${extension}`, import.meta.url));
  const limit = memoryLimitBytes === undefined ? [] : [String(memoryLimitBytes)];
  const heap = memoryLimitBytes === undefined ? [] : [`--max-old-space-size=${heapMegabytes(memoryLimitBytes)}`];
  // The parent's options (an inspector's port, a heap of its own) are not the child's.
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawn(process.execPath, [...heap, main, ...limit], {
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", taskFd, resultFd],
    env,
  });
}

function heapMegabytes(bytes: number): number {
  return Math.max(16, Math.floor(bytes / 2 ** 20));
}

/** Hands on what the child says and answers its last word: done, failure or memory. */
function lastMessage(
  child: ChildProcess,
  { onProgress, onMetrics, onLog }: ChildTraining,
): () => TrainingMessage | undefined {
  let last: TrainingMessage | undefined;
  const take = (line: string): void => {
    const message = JSON.parse(line) as TrainingMessage;
    if (message.kind === "progress") onProgress?.(message.done, message.total, message.note);
    else if (message.kind === "metrics") onMetrics?.(message.step, message.values);
    else if (message.kind === "log") onLog?.(message.level, message.message);
    else last = message;
  };
  createInterface({ input: child.stdio[channels.messages] as Readable }).on("line", take);
  return () => last;
}

/** Hands on what the child prints and answers its end. */
function tailOf(child: ChildProcess, { onLog }: ChildTraining): () => string {
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      tail = `${tail}${line}\n`.slice(-TAIL_CHARACTERS);
      onLog?.("info", line);
    });
  }
  child.on("error", (error) => (tail += error.message));
  return () => tail;
}
