import { Worker } from "node:worker_threads";

import type { FitContext } from "@mlops/core";

import { chooseKernels } from "../boosting/growth-team.ts";
import type { SharedMemory } from "../kernels/web-assembly.ts";
import type { ForestPlan } from "./forest-plan.ts";
import { type ForestTree, ForestTreeGrower } from "./forest-tree.ts";

export interface ForestWorkerData {
  readonly memory: SharedMemory;
  readonly plan: ForestPlan;
  readonly thread: number;
}

/** What a worker says of one tree. */
export interface GrownForestTree {
  readonly tree: number;
  readonly grown: ForestTree;
}

/**
 * Grows all trees of a plan, on one thread per space of it, and hands them over in order. Each thread takes the next tree
 * that nobody has taken, so that no thread waits for another; a tree does not depend on who grows it.
 */
export async function growForest(
  memory: SharedMemory,
  plan: ForestPlan,
  take: (tree: ForestTree) => void,
  context: Pick<FitContext, "progress">,
  total: number,
): Promise<void> {
  const waiting = new Map<number, ForestTree>();
  let taken = 0;
  const hand = ({ tree, grown }: GrownForestTree): void => {
    waiting.set(tree, grown);
    for (let next = waiting.get(taken); next !== undefined; next = waiting.get(taken)) {
      waiting.delete(taken++);
      take(next);
    }
  };
  const workers = plan.spaces.slice(1).map((_, index) => startWorker(memory, plan, index + 1));
  try {
    const others = workers.map(
      (worker) =>
        new Promise<void>((resolve, reject) => {
          worker.on("message", (message: GrownForestTree) => hand(message));
          worker.once("error", reject);
          worker.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a thread ended with ${code}`))));
        }),
    );
    const all = Promise.all(others);
    // Heard at the end; until then a rejection is nobody's.
    all.catch(() => undefined);
    const own = new ForestTreeGrower(memory, plan, 0, chooseKernels(memory, plan.plainKernels));
    for (let tree = nextTree(memory, plan); tree < plan.trees; tree = nextTree(memory, plan)) {
      hand({ tree, grown: own.grow(tree) });
      context.progress(taken, total);
      if (workers.length > 0) await new Promise((resolve) => setImmediate(resolve));
    }
    while (taken < plan.trees) {
      await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 50))]);
      context.progress(taken, total);
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Takes the next tree; `plan.trees` or more where there is none. */
export function nextTree(memory: SharedMemory, { nextTreeAt }: ForestPlan): number {
  return Atomics.add(new Int32Array(memory.buffer), nextTreeAt >>> 2, 1);
}

function startWorker(memory: SharedMemory, plan: ForestPlan, thread: number): Worker {
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  return new Worker(new URL(`./forest-worker${extension}`, import.meta.url), {
    workerData: { memory, plan, thread } satisfies ForestWorkerData,
  });
}
