import { isMlopsError, parseInstant } from "@mlops/core";

import { isMissing, numericColumns, requiredColumns, rowCount, TIMESTAMP } from "./dataset.ts";
import { type DatasetCheck, failedWhere, passed, skipped } from "./dataset-check.ts";

const LEAST_ROWS = 1;

/** Whether there is a table to judge: rows, columns, types. */
export const structureChecks: readonly DatasetCheck[] = [
  {
    name: "empty_dataframe",
    severity: "critical",
    summary: "There is at least one row.",
    run: (dataset) =>
      rowCount(dataset) > 0 ? passed : { status: "failed", message: "The dataset has no rows.", rows: [] },
  },
  {
    name: "required_columns",
    severity: "critical",
    summary: `The columns ${requiredColumns.join(", ")} are there.`,
    run: ({ columns }) => {
      const absent = requiredColumns.filter((name) => !Object.hasOwn(columns, name));
      if (absent.length === 0) return passed;
      const present = Object.keys(columns).join(", ") || "none";
      return { status: "failed", message: `Missing ${absent.join(", ")}; the columns are ${present}.`, rows: [] };
    },
  },
  {
    name: "sufficient_rows",
    severity: "error",
    summary: `There are at least ${LEAST_ROWS} rows with a time.`,
    run: ({ columns }) => {
      const timed = (columns[TIMESTAMP] ?? []).filter((cell) => !isMissing(cell)).length;
      if (timed >= LEAST_ROWS) return passed;
      return { status: "failed", message: `${timed} rows have a time; ${LEAST_ROWS} needed.`, rows: [] };
    },
  },
  {
    name: "timestamp_format",
    severity: "error",
    summary: "Every time is an instant: UTC milliseconds or ISO 8601 with a zone.",
    run: ({ columns }) => {
      const cells = columns[TIMESTAMP];
      if (!cells) return skipped(`There is no column ${TIMESTAMP}.`);
      if (cells.every(isMissing)) return skipped(`The column ${TIMESTAMP} has no values.`);
      const bad = cells.flatMap((cell, row) => (isMissing(cell) || instantOfCell(cell) !== undefined ? [] : [row]));
      return failedWhere(bad, "have a time that is no instant", TIMESTAMP);
    },
  },
  ...numericColumns.map((column): DatasetCheck => ({
    name: `${column}_numeric`,
    severity: "error",
    summary: `Every ${column} is a finite number or missing.`,
    run: ({ columns }) => {
      const cells = columns[column];
      if (!cells) return skipped(`There is no column ${column}.`);
      if (cells.every(isMissing)) return skipped(`The column ${column} has no values.`);
      const bad = cells.flatMap((cell, row) =>
        isMissing(cell) || (typeof cell === "number" && Number.isFinite(cell)) ? [] : [row],
      );
      return failedWhere(bad, `have a ${column} that is no number`, column);
    },
  })),
];

/** The instant of a cell, or undefined where it is none. */
export function instantOfCell(cell: unknown): number | undefined {
  if (typeof cell === "number") return Number.isSafeInteger(cell) ? cell : undefined;
  if (typeof cell !== "string") return undefined;
  try {
    return parseInstant(cell);
  } catch (error) {
    if (isMlopsError(error)) return undefined;
    throw error;
  }
}
