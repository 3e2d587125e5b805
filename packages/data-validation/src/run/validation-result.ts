import type { Severity } from "../expectation/expectation.ts";

/** An example of what failed: where it stands and what stands there. */
export interface FailedRow {
  /** `loans.csv:12`, `loans.parquet (row 11)`. */
  readonly where: string;
  /** The value as text, shortened; null where there is none. */
  readonly value: string | null;
  /** Of a repeated key: where it stood first. */
  readonly repeats?: string;
}

export type CheckStatus = "passed" | "failed" | "not-judged";

export interface CheckResult {
  /** `AGE.between` */
  readonly id: string;
  /** Name of the expectation: `between`; `present` for a column that the suite names. */
  readonly check: string;
  readonly column: string | null;
  readonly severity: Severity;
  readonly status: CheckStatus;
  /** What was expected, in words. */
  readonly expected: string;
  readonly description: string | null;
  /** The share of rows that had to hold; null for checks of the whole. */
  readonly mostly: number | null;
  /** Rows that were judged; null for checks of the whole. */
  readonly judged: number | null;
  readonly failed: number | null;
  /** Of the judged rows, the share that held; null where none was judged. */
  readonly passedShare: number | null;
  /** What was measured, by checks of the whole. */
  readonly observed: Readonly<Record<string, number | string | null>>;
  /** Why it failed or was not judged, where the numbers do not tell it. */
  readonly reason: string | null;
  /** The first rows that failed. */
  readonly examples: readonly FailedRow[];
  /** Where the check stands in the suite; null for checks that are always made. */
  readonly at: { readonly file: string; readonly line: number; readonly column: number } | null;
}

export interface ValidationResult {
  readonly suite: string;
  readonly data: string;
  readonly rows: number;
  readonly columns: number;
  /** No check of severity `error` failed, and something was judged. */
  readonly passed: boolean;
  /** Kebab-case: `expectations-failed`, `nothing-judged`, `warnings`, `checks-not-judged`. */
  readonly reasons: readonly string[];
  /** In the order of the suite. */
  readonly checks: readonly CheckResult[];
}
