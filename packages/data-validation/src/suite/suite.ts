import type { Located, Problem } from "@mlops/config";
import type { FileFormat, TextEncoding } from "@mlops/adapters";

import type { CommonOptions } from "../expectation/common-options.ts";
import type { Expectation } from "../expectation/expectation.ts";

/** One check as the suite writes it, with its defaults. */
export interface SuiteCheck {
  /** Unique in the suite: `AGE.between`, `row_count`, the name of a rule. */
  readonly id: string;
  readonly expectation: Expectation;
  /** Of a check of one column. */
  readonly column?: string;
  readonly options: CommonOptions & Readonly<Record<string, unknown>>;
  readonly at: Located;
}

export interface SuiteColumn {
  readonly name: string;
  /** May be absent from the data. */
  readonly optional: boolean;
  readonly at: Located;
}

/** How the data file is to be read. */
export interface SuiteReading {
  readonly format?: FileFormat | undefined;
  readonly encoding?: TextEncoding | undefined;
  readonly delimiter?: string | undefined;
  readonly nullValues?: readonly string[] | undefined;
}

export interface Suite {
  readonly name: string;
  readonly description?: string | undefined;
  readonly reading: SuiteReading;
  readonly columns: readonly SuiteColumn[];
  /** At least one that the suite itself names. */
  readonly checks: readonly SuiteCheck[];
}

/** A suite's file as it was read: what it means, or what is wrong with it. */
export interface SuiteFile {
  /** The name to show in messages. */
  readonly file: string;
  /** Undefined exactly where there are problems. */
  readonly suite: Suite | undefined;
  readonly problems: readonly Problem[];
}
