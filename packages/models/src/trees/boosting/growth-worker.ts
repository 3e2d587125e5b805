/** A thread of a `GrowthTeam`: waits for jobs, does its columns of each, says so. */
import { parentPort, workerData } from "node:worker_threads";

import { chooseKernels, type GrowthWorkerData, waitWhile } from "./growth-team.ts";
import { GrowthThread } from "./growth-thread.ts";
import { control, readJob } from "./job-block.ts";

const { memory, plan, thread } = workerData as GrowthWorkerData;
const own = new GrowthThread(memory, plan, chooseKernels(memory, plan.plainKernels), thread);
const words = new Int32Array(memory.buffer);
const doubles = new Float64Array(memory.buffer);
const { number, finished, failed } = control(plan);

// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage("ready");
for (let last = 0; ;) {
  let next = last;
  while ((next = Atomics.load(words, number)) === last) waitWhile(words, number, last);
  last = next;
  const job = readJob(doubles, plan);
  if (job === null) break;
  try {
    own.run(job);
  } catch (error) {
    // The caller sleeps until all threads have finished: it hears of the failure there.
    Atomics.store(words, failed, 1);
    Atomics.store(words, finished, plan.groupsOfThread.length);
    Atomics.notify(words, finished);
    throw error;
  }
  Atomics.add(words, finished, 1);
  Atomics.notify(words, finished);
}
