import { MlopsError, type TrackedImage, type TrackedTable, type TrackedValue } from "@mlops/core";

import type { SpooledImage, SpooledValue } from "../entries/entry.ts";
import { imageFormat } from "./image-format.ts";
import { stageFile } from "./stage-file.ts";

/** Which columns of row-level tables may leave the run. */
export type AllowedColumns = "all" | readonly string[];

/** W&B shows no more bins. */
const MOST_BINS = 512;

/**
 * A value as the spool keeps it: images are copied, row-level tables lose the columns that are not allowed. Undefined
 * where nothing is left of it.
 *
 * @throws MlopsError TRACKING_VALUE_INVALID, FILE_NOT_FOUND
 */
export function spooledValue(
  value: TrackedValue | SpooledValue,
  folder: string,
  allowed: AllowedColumns,
): SpooledValue | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value) || !("kind" in value)) {
    return value as SpooledValue;
  }
  switch (value.kind) {
    case "image":
      return "path" in value ? spooledImage(value as TrackedImage, folder) : value;
    case "table":
      return withColumns(checkedTable(value as TrackedTable), allowed);
    case "plot": {
      const plot = value as Extract<TrackedValue, { kind: "plot" }>;
      const table = withColumns(checkedTable(plot.table), allowed);
      const whole = table?.columns.includes(plot.x) && table.columns.includes(plot.y);
      return table && whole ? { ...plot, table } : undefined;
    }
    case "histogram": {
      const { counts, edges } = value as Extract<TrackedValue, { kind: "histogram" }>;
      if (edges.length === counts.length + 1 && counts.length > 0 && counts.length <= MOST_BINS) {
        return value;
      }
      throw invalid(
        `A histogram has 1 to ${MOST_BINS} counts and one more edge, not ${counts.length} and ${edges.length}`,
      );
    }
    default:
      return value as SpooledValue;
  }
}

function spooledImage({ path, caption }: TrackedImage, folder: string): SpooledImage {
  const { bytes, ...content } = stageFile(folder, path);
  return { kind: "image", content, ...imageFormat(bytes, path), ...(caption !== undefined && { caption }) };
}

function checkedTable(table: TrackedTable): TrackedTable {
  const uneven = table.rows.findIndex((row) => row.length !== table.columns.length);
  if (uneven === -1) return table;
  throw invalid(
    `Row ${uneven} of a table has ${table.rows[uneven]?.length} values under ${table.columns.length} columns`,
  );
}

function withColumns(table: TrackedTable, allowed: AllowedColumns): TrackedTable | undefined {
  if (!table.rowLevel || allowed === "all") return table;
  const kept = table.columns.flatMap((name, index) => (allowed.includes(name) ? [index] : []));
  if (kept.length === 0) return undefined;
  return {
    ...table,
    columns: kept.map((index) => table.columns[index] ?? ""),
    rows: table.rows.map((row) => kept.map((index) => row[index] ?? null)),
  };
}

function invalid(what: string): MlopsError {
  return new MlopsError("TRACKING_VALUE_INVALID", `${what}.`);
}
