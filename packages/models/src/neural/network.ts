import type { Value } from "@mlops/onnx";

import type { Parameter } from "./parameters.ts";
import type { Scope } from "./scope.ts";

/** What a network is given, as matrices with one row per row of the table. */
export interface NetworkInputs {
  /** float [rows, numeric columns]: standardised, 0 where missing. Undefined without such columns. */
  readonly numeric: Value | undefined;
  /** float [rows, numeric columns]: 1 where missing, else 0. Undefined where nothing was missing in training. */
  readonly missing: Value | undefined;
  /** int32 [rows, categorical columns]: 0 for missing and unseen, else the category's position + 1. */
  readonly codes: Value | undefined;
}

/** The columns that a network is made for. */
export interface NetworkColumns {
  readonly numeric: number;
  /** Whether missing numbers have tokens or indicators of their own. */
  readonly hasMissing: boolean;
  /** Categories of each categorical column, without the one for missing and unseen. */
  readonly categories: readonly number[];
}

/** A function from rows to outputs with parameters: the same code makes the graphs of training and of serving. */
export interface Network {
  readonly parameters: readonly Parameter[];
  readonly columns: NetworkColumns;
  /** Elements that a row has in the largest value within, where that is much. */
  readonly largest?: number;
  /** Rank-2 float: [rows, outputs]: one score per class, or one value. */
  forward(scope: Scope, inputs: NetworkInputs): Value;
}

/** Bytes of a step's largest values in float32 that a processor core holds near. */
const NEAR_BYTES = 2 ** 20;

/**
 * A batch in slices of rows whose largest values stay in a core's cache: at 142 tokens the attention weights of 32 rows are
 * 10 MB, and every pass over them would go to main memory. The batch may grow by padding rows.
 */
export function slicedBatch({ largest = 0 }: Network, batch: number): { rows: number; slices: number } {
  const fitting = Math.max(1, Math.floor(NEAR_BYTES / Math.max(1, 4 * largest)));
  const slices = Math.ceil(batch / fitting);
  return { rows: Math.ceil(batch / slices), slices };
}
