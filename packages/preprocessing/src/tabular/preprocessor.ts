import type { Extension, JsonValue, RandomKey, Target } from "@mlops/core";
import type { GraphBuilder } from "@mlops/onnx";
import type { Table } from "@mlops/table";
import type { z } from "zod";

import type { GraphColumns } from "../columns/graph-columns.ts";

/** What a step is for; the order in which families usually stand is that of `orderWarnings`. */
export type PreprocessorFamily = "missing" | "encoder" | "feature_generation" | "scaler" | "outlier" | "columns";

/** What fitting may use beside the table. */
export interface PreprocessorContext {
  /** The step for messages: `Step 2 (standard_scaler)`, with file and line where a recipe named it. */
  readonly step: string;
  /** What is to be predicted, a row for each of the table; absent where nothing is, or several columns are. */
  readonly target?: Target;
  /** The step's own random numbers. */
  readonly random: RandomKey;
  /** Something that the user should know and that is no error. */
  readonly warn: (message: string) => void;
}

interface PreprocessorBase<Options extends z.ZodType, State extends JsonValue> extends Extension<Options> {
  readonly family: PreprocessorFamily;
  /**
   * Learns from the training part. The table holds features only, in the kinds of `ColumnKind`; it is not changed. The
   * state is plain JSON, the same for the same arguments; its shape is a `type`, since interfaces are not assignable to
   * JSON.
   *
   * @throws MlopsError naming the step, the column and the value
   */
  fit(table: Table, options: z.output<Options>, context: PreprocessorContext): State;
}

/**
 * A step that treats each row by itself: applied to a batch, it gives what it gives for the rows one by one. Applied in
 * training, in every check and in serving alike.
 */
export interface RowPreprocessor<
  Options extends z.ZodType = z.ZodType,
  State extends JsonValue = JsonValue,
> extends PreprocessorBase<Options, State> {
  readonly scope: "row";
  /** Default true. A step that is not part of the ONNX file has to be declared so. */
  readonly portable?: boolean;
  /** @throws MlopsError naming column, row and value */
  apply(table: Table, state: State): Table;
  /**
   * What training sees of its own rows instead of `apply`: of a step that learns from the target, each row as if the
   * step had not seen that row's target, so that no feature holds the answer. The same columns as `apply` gives, in the
   * same order and kinds. The context is that of `fit`.
   *
   * @throws MlopsError as `fit`
   */
  applyInTraining?(table: Table, state: State, options: z.output<Options>, context: PreprocessorContext): Table;
  /** Training rows that go on, target and all: 1 to keep a row, 0 to drop it. At prediction every row goes on. */
  keepInTraining?(table: Table, state: State): Uint8Array;
  /**
   * The nodes that compute `apply`: the same columns in the same order, and the same numbers for every row, nulls
   * included. Where `apply` throws for a row, running the graph fails. Needed unless `portable` is false.
   */
  toOnnx?(graph: GraphBuilder, columns: GraphColumns, state: State): GraphColumns;
}

/**
 * A step that looks along the rows: it runs in training only. At prediction it is left out (`identity`) or the
 * preparation cannot predict (`refuse`).
 */
export interface TablePreprocessor<
  Options extends z.ZodType = z.ZodType,
  State extends JsonValue = JsonValue,
> extends PreprocessorBase<Options, State> {
  readonly scope: "table";
  readonly atPrediction: "identity" | "refuse";
  /** Target and other columns beside the features are in the table, so that rows stay together. */
  apply(table: Table, state: State): Table;
}

/** A pure pair of functions whose state is JSON. One step is one file of `preprocessors/`, its default export. */
export type Preprocessor<Options extends z.ZodType = z.ZodType, State extends JsonValue = JsonValue> =
  | RowPreprocessor<Options, State>
  | TablePreprocessor<Options, State>;

export function definePreprocessor<Options extends z.ZodType, State extends JsonValue>(
  preprocessor: RowPreprocessor<Options, State>,
): RowPreprocessor<Options, State>;
export function definePreprocessor<Options extends z.ZodType, State extends JsonValue>(
  preprocessor: TablePreprocessor<Options, State>,
): TablePreprocessor<Options, State>;
export function definePreprocessor(preprocessor: Preprocessor): Preprocessor {
  return preprocessor;
}
