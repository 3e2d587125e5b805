import type { DataType } from "@mlops/table";

import type { DuckdbLimits } from "../duckdb/open-duckdb.ts";
import type { TextEncoding } from "./decode-text.ts";
import type { FileFormat } from "./file-format.ts";

export interface ReadOptions extends DuckdbLimits {
  /** Default: by the file's ending. */
  readonly format?: FileFormat;
  /** The columns to read, in that order. Default: all, in the file's order. */
  readonly columns?: readonly string[];
  /**
   * Types by column; the others are inferred from the whole file (text formats) or taken from it (Parquet). A naive
   * time (Parquet's TIMESTAMP without zone, DATE) is read as text, since it names no instant.
   */
  readonly types?: Readonly<Record<string, DataType>>;
  /** False: columns of text formats without a given type are read as text, which saves a scan. Default true. */
  readonly inferTypes?: boolean;
  /** Keeps only rows whose text in each named column is one of those given; evaluated inside the reader. */
  readonly where?: Readonly<Record<string, readonly string[]>>;
  /** Texts that mean "no value". Default `""` and `NA` for CSV, none for the other formats, which have a null. */
  readonly nullValues?: readonly string[];
  /** CSV and JSON. Default `utf-8`, with or without a byte order mark. */
  readonly encoding?: TextEncoding;
  /** CSV: one ASCII character. Default a comma, a tab for `.tsv`. */
  readonly delimiter?: string;
  /** Rows per table of `batches`. Default 65,536. */
  readonly batchRows?: number;
  /** Rows times columns that `read` may bring into memory. Default: no limit. */
  readonly maximumCells?: number;
  /** Rejected cells and rows that are described; all are counted. Default 1,000. */
  readonly maxRejected?: number;
  readonly signal?: AbortSignal;
}
