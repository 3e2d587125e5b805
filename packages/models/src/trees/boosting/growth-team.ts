import { Worker } from "node:worker_threads";

import { plainKernels } from "../kernels/plain-kernels.ts";
import type { TreeKernels } from "../kernels/tree-kernels.ts";
import { wasmKernels } from "../kernels/wasm-kernels.ts";
import type { GrowthPlan } from "./growth-plan.ts";
import { answerAt, GrowthThread, type NodeJob, readAnswer } from "./growth-thread.ts";
import { control, LEAVE, writeJob } from "./job-block.ts";
import type { SplitAnswer } from "./search-splits.ts";
import type { SharedMemory } from "../kernels/web-assembly.ts";

/** Looks at the other threads' state so often before sleeping: a job is often shorter than falling asleep and waking. */
export const SPINS = 2000;

/**
 * Threads that work on a node together, each on columns of its own, so that no sum depends on their number. The caller's
 * thread is one of them. Disposing ends the others.
 */
export interface GrowthTeam extends AsyncDisposable {
  run(job: NodeJob): void;
  /** Of the last job, the best split over all threads; the first column of equals. */
  best(child: 0 | 1): SplitAnswer | undefined;
}

export function chooseKernels(memory: SharedMemory, plain: boolean): TreeKernels {
  return (plain ? undefined : wasmKernels(memory)) ?? plainKernels(memory);
}

export async function growthTeam(memory: SharedMemory, plan: GrowthPlan, kernels: TreeKernels): Promise<GrowthTeam> {
  const own = new GrowthThread(memory, plan, kernels, 0);
  const others = plan.groupsOfThread.length - 2;
  const words = new Int32Array(memory.buffer);
  const { number, finished, failed } = control(plan);
  const doubles = new Float64Array(memory.buffer);
  const bytes = new Uint8Array(memory.buffer);
  const workers = Array.from({ length: others }, (_, index) => startWorker(memory, plan, index + 1));
  const lost = Promise.withResolvers<never>();
  for (const worker of workers) worker.once("error", lost.reject);
  await Promise.race([lost.promise, Promise.all(workers.map(online))]);

  const post = (): void => {
    Atomics.store(words, finished, 0);
    Atomics.add(words, number, 1);
    Atomics.notify(words, number);
  };
  return {
    run(job) {
      if (others > 0) {
        writeJob(doubles, plan, job);
        post();
      }
      own.run(job);
      for (let done = 0; (done = Atomics.load(words, finished)) < others;) waitWhile(words, finished, done);
      if (Atomics.load(words, failed) === 1) throw new Error("a thread that grows trees failed");
    },
    best(child) {
      let best: SplitAnswer | undefined;
      for (let thread = 0; thread <= others; thread++) {
        const answer = readAnswer(doubles, bytes, answerAt(plan, thread, child));
        if (answer.gain > (best?.gain ?? 0)) best = answer;
      }
      return best;
    },
    async [Symbol.asyncDispose]() {
      doubles[plan.jobAt >>> 3] = LEAVE;
      post();
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function startWorker(memory: SharedMemory, plan: GrowthPlan, thread: number): Worker {
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  return new Worker(new URL(`./growth-worker${extension}`, import.meta.url), {
    workerData: { memory, plan, thread } satisfies GrowthWorkerData,
  });
}

export interface GrowthWorkerData {
  readonly memory: SharedMemory;
  readonly plan: GrowthPlan;
  readonly thread: number;
}

async function online(worker: Worker): Promise<void> {
  await new Promise<void>((resolve) => worker.once("message", () => resolve()));
}

/** Returns once the word is another; it may return before. */
export function waitWhile(words: Int32Array, index: number, value: number): void {
  for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(words, index) !== value) return;
  Atomics.wait(words, index, value);
}
