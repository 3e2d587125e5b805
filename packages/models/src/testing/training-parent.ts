import { trainInChild } from "../training-process/train-in-child.ts";
import { troubledUrl, smallTraining } from "./small-training.ts";

/** Task of a process that is going to be killed: it trains for ever and reports its child's pid. */
export async function trainForEver(name: string, report: (pid: number) => void): Promise<void> {
  await trainInChild({
    estimator: troubledUrl(name),
    training: smallTraining(),
    onLog(_, message) {
      const pid = /^pid (\d+)$/.exec(message)?.[1];
      if (pid !== undefined) report(Number(pid));
    },
  });
}
