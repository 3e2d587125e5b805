import type { GrowthPlan } from "./growth-plan.ts";
import type { NodeJob } from "./growth-thread.ts";
import type { NodeSums } from "./search-splits.ts";

/** What is at a job's place instead of a job when the threads are to end. */
export const LEAVE = -1;

interface ControlWords {
  /** Number of the job. */
  readonly number: number;
  /** Threads that have finished it. */
  readonly finished: number;
  /** 1 where a thread could not. */
  readonly failed: number;
}

/** Positions of the control words, on cache lines of their own. */
export function control({ controlAt }: GrowthPlan): ControlWords {
  const first = controlAt >>> 2;
  return { number: first, finished: first + 16, failed: first + 32 };
}

/** A job as doubles in the shared memory. */
export function writeJob(doubles: Float64Array, { jobAt }: GrowthPlan, job: NodeJob): void {
  const { rowsAt, count, gradientsAt, all, histogramAt, parentAt, node, sibling } = job;
  const place = jobAt >>> 3;
  doubles.set([rowsAt, count, gradientsAt, all ? 1 : 0, histogramAt, parentAt], place);
  doubles.set([node.G, node.H, node.rows, node.lower, node.upper], place + 6);
  doubles.set([sibling.G, sibling.H, sibling.rows, sibling.lower, sibling.upper], place + 11);
}

/** Null where the threads are to end. */
export function readJob(doubles: Float64Array, { jobAt }: GrowthPlan): NodeJob | null {
  const place = jobAt >>> 3;
  const at = (index: number): number => doubles[place + index] ?? 0;
  if (at(0) === LEAVE) return null;
  const sums = (first: number): NodeSums => ({
    G: at(first),
    H: at(first + 1),
    rows: at(first + 2),
    lower: at(first + 3),
    upper: at(first + 4),
  });
  return {
    rowsAt: at(0),
    count: at(1),
    gradientsAt: at(2),
    all: at(3) === 1,
    histogramAt: at(4),
    parentAt: at(5),
    node: sums(6),
    sibling: sums(11),
  };
}
