import type { ErrorCode } from "@mlops/core";
import type { RowRange } from "@mlops/data-generation";
import type { Column } from "@mlops/table";

import type { GenerateValues } from "../options/generate-options.ts";

/** What a drawing thread is started with. */
export interface DrawTask {
  readonly options: GenerateValues;
  readonly projectRoot: string;
  readonly seed: number;
}

/** What it answers to a `RowRange`: the chunk's columns, which are plain data, or why there are none. */
export interface DrawnChunk {
  readonly start: RowRange["start"];
  readonly columns?: readonly (readonly [string, Column])[];
  readonly failure?: DrawFailure;
}

export interface DrawFailure {
  /** Null for what is no error of the catalogue. */
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly hint?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}
