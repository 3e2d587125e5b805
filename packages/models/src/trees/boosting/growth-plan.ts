import type { BinnedMatrix } from "../binning/binned-matrix.ts";

/** What splits and leaves have to keep to. Gradients and hessians are of the loss, weights included. */
export interface SplitRules {
  /** Added to hessians: shrinks leaves. */
  readonly l2: number;
  /** Taken off sums of gradients, towards 0. */
  readonly l1: number;
  /** Least sum of hessians in a leaf. */
  readonly leastHessian: number;
  /** Least rows in a leaf, estimated from its share of the hessians. */
  readonly leastRows: number;
  /** Gain that a split has to exceed. */
  readonly leastGain: number;
  /** Largest leaf before the learning rate; 0 for no limit. */
  readonly largestStep: number;
  /** Added to the hessians of categories when they are put in order. */
  readonly categorySmoothing: number;
  /** Added to `l2` in splits of categories. */
  readonly categoryL2: number;
  /** Up to so many categories, each alone is held against the others. */
  readonly oneAgainstOthers: number;
}

export interface GrowthLimits {
  /** Null for no limit. */
  readonly leaves: number | null;
  readonly depth: number | null;
  readonly order: "best-first" | "level-by-level";
}

/** What the search knows of a column. */
export interface GrowthColumn {
  readonly categorical: boolean;
  /** Bins of values, numbered from 1. */
  readonly bins: number;
  readonly hasMissing: boolean;
  /** 1: predictions rise with the values, −1: they fall, 0: either. */
  readonly monotone: -1 | 0 | 1;
}

/** All that a thread needs to build histograms and search splits; it is copied to each. Addresses are in one memory. */
export interface GrowthPlan {
  readonly matrix: BinnedMatrix;
  readonly columns: readonly GrowthColumn[];
  readonly rules: SplitRules;
  /** Bytes of one histogram of all columns. */
  readonly histogramBytes: number;
  /** First column group of each thread, and the number of groups. */
  readonly groupsOfThread: readonly number[];
  /** Of each thread, two answers of `ANSWER_BYTES`. */
  readonly answersAt: number;
  /** One byte per column: 1 where the tree may ask it. */
  readonly treeMaskAt: number;
  /** For either child, one byte per column: 1 where the node may ask it. */
  readonly nodeMasksAt: readonly [number, number];
  readonly jobAt: number;
  /** Of the threads' control words. */
  readonly controlAt: number;
  readonly plainKernels: boolean;
}

/** Eight doubles and a table of 256 bytes. */
export const ANSWER_BYTES = 320;
export const JOB_BYTES = 256;
