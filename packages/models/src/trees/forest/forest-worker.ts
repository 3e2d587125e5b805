/** A thread that grows trees of a forest until none is left. */
import { parentPort, workerData } from "node:worker_threads";

import { chooseKernels } from "../boosting/growth-team.ts";
import { ForestTreeGrower } from "./forest-tree.ts";
import { type ForestWorkerData, type GrownForestTree, nextTree } from "./grow-forest.ts";

const { memory, plan, thread } = workerData as ForestWorkerData;
const grower = new ForestTreeGrower(memory, plan, thread, chooseKernels(memory, plan.plainKernels));

for (let tree = nextTree(memory, plan); tree < plan.trees; tree = nextTree(memory, plan)) {
  const message: GrownForestTree = { tree, grown: grower.grow(tree) };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message);
}
