import type { WeatherDataset } from "./dataset.ts";

/** How bad a failed check is: critical and error make the data unusable, a warning makes it doubtful. */
export type CheckSeverity = "critical" | "error" | "warning";

/** What a check found. `rows` are zero-based; at most the first ten. */
export type CheckFinding =
  | { readonly status: "passed" }
  | { readonly status: "failed"; readonly message: string; readonly column?: string; readonly rows: readonly number[] }
  /** There was nothing to judge; counted neither as passed nor as failed. */
  | { readonly status: "skipped"; readonly message: string };

/** A named check over a whole dataset. Adding one to its list adds it to every validation. */
export interface DatasetCheck {
  readonly name: string;
  readonly severity: CheckSeverity;
  readonly summary: string;
  readonly run: (dataset: WeatherDataset) => CheckFinding;
}

const MOST_ROWS_NAMED = 10;

export const passed: CheckFinding = { status: "passed" };

export function skipped(message: string): CheckFinding {
  return { status: "skipped", message };
}

/** Passed without rows; else failed with their number and the first ten in the message and the finding. */
export function failedWhere(rows: readonly number[], what: string, column?: string): CheckFinding {
  if (rows.length === 0) return passed;
  const named = rows.slice(0, MOST_ROWS_NAMED);
  const more = rows.length > named.length ? ", …" : "";
  const message = `${rows.length} ${rows.length === 1 ? "row" : "rows"} ${what} (rows ${named.join(", ")}${more}).`;
  return { status: "failed", message, ...(column === undefined ? {} : { column }), rows: named };
}
