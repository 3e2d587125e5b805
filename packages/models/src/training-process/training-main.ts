/** What the child process runs: reads its task, fits, leaves the result. Started by `trainInChild` only. */
import { Worker } from "node:worker_threads";

import { isMlopsError, MlopsError } from "@mlops/core";

import { fitResolved } from "../estimator/fit-resolved.ts";
import { resolveEstimator } from "../estimator/resolve-estimator.ts";
import { readBlockFile, writeBlockFile } from "./block-file.ts";
import { checkpointFile } from "./checkpoint-file.ts";
import { say } from "./say.ts";
import { channels, type TrainingFailure, type TrainingTask } from "./training-message.ts";
import type { WatchData } from "./training-watch.ts";

/** More often than this nobody can look. */
const PROGRESS_INTERVAL_MS = 50;
const CANCEL_INTERVAL_MS = 50;

const [memoryLimit] = process.argv.slice(2);
const cancelled = new SharedArrayBuffer(4);
startWatch();
try {
  const fitted = await run((await readBlockFile(channels.task)) as TrainingTask);
  await writeBlockFile(channels.result, fitted);
  say({ kind: "done", peakMemoryBytes: process.resourceUsage().maxRSS * 1024 });
} catch (error) {
  say({ kind: "failure", failure: failureOf(error) });
}
process.exit();

function startWatch(): void {
  const data: WatchData = { cancelled, memoryLimitBytes: memoryLimit ? Number(memoryLimit) : null };
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  const watch = new Worker(new URL(`./training-watch${extension}`, import.meta.url), { workerData: data });
  watch.unref();
}

async function run({ checkpoint, ...task }: TrainingTask): Promise<object> {
  const { estimator: name, training, options, ...settings } = task;
  const resolved = await resolveEstimator(name);
  const controller = new AbortController();
  const flag = new Int32Array(cancelled);
  const hear = (): void => {
    if (Atomics.load(flag, 0) === 1) controller.abort();
  };
  // For fits that wait; those that do not hear of it at their next progress.
  setInterval(hear, CANCEL_INTERVAL_MS).unref();
  let last = -Infinity;
  return fitResolved(resolved, training, options, {
    ...settings,
    signal: controller.signal,
    ...(checkpoint && { checkpoints: checkpointFile(checkpoint, task) }),
    onProgress(done, total, note) {
      hear();
      const now = performance.now();
      if (done < total && now - last < PROGRESS_INTERVAL_MS) return;
      last = now;
      say({ kind: "progress", done, total, ...(note !== undefined && { note }) });
    },
    onMetrics: (step, values) => say({ kind: "metrics", step, values }),
    onLog: (level, message) => say({ kind: "log", level, message }),
  });
}

function failureOf(error: unknown): TrainingFailure {
  if (isMlopsError(error)) {
    const { code, message, hint, details } = error;
    return { code, message, hint, details };
  }
  if (error instanceof RangeError && /allocation failed|Invalid (typed )?array (buffer )?length/.test(error.message)) {
    const { message, hint } = new MlopsError("ESTIMATOR_OUT_OF_MEMORY", `The fit ran out of memory: ${error.message}.`);
    return { code: "ESTIMATOR_OUT_OF_MEMORY", message, hint };
  }
  const { message, stack = "" } = error instanceof Error ? error : { message: String(error) };
  return { code: null, message, stack };
}
