import { basename } from "node:path";

import { openTableFile, queryFiles, type RejectReport, type TableFile } from "@mlops/adapters";
import { MlopsError } from "@mlops/core";
import { digestTable, type Table } from "@mlops/table";

import { mixedColumns } from "./mixed-columns.ts";
import type { DataSource } from "./table-plan.ts";

export interface LoadedRows extends RejectReport {
  readonly table: Table;
  /** For people: the file's name, or `query`. */
  readonly name: string;
  /** SHA-256 of the rows, whatever file they came in. */
  readonly digest: string;
}

/**
 * Reads all rows of a source. What cannot be read is reported with its place, not dropped.
 *
 * @throws MlopsError FILE_NOT_FOUND, FILE_DAMAGED, SQL_INVALID and their kin; TABLE_VALUE_INVALID for a column of numbers
 *   in which a few cells are none, naming them: as text, each number would become a category
 */
export async function loadRows(source: DataSource, signal?: AbortSignal): Promise<LoadedRows> {
  await using file = await openSource(source, signal);
  const { table, rejected, rejectedCount, locate } = await file.read();
  const [mixed] = mixedColumns(table);
  if (mixed) {
    const places = await locate(mixed.rows);
    const shown = mixed.texts.map((text, index) => `${JSON.stringify(text)} at ${places[index] ?? ""}`);
    const { column, count } = mixed;
    throw new MlopsError(
      "TABLE_VALUE_INVALID",
      `The column "${column}" holds numbers, and ${count} ${count === 1 ? "cell that is" : "cells that are"} none: ${shown.join(", ")}.`,
      {
        hint: "Mend these cells (a decimal point, no thousands separators), or leave them empty.",
        details: { column, count, texts: mixed.texts, places },
      },
    );
  }
  const name = source.kind === "file" ? basename(source.path) : "query";
  return { table, rejected, rejectedCount, name, digest: digestTable(table) };
}

function openSource(source: DataSource, signal?: AbortSignal): Promise<TableFile> {
  const cancel = signal ? { signal } : {};
  if (source.kind === "query") return queryFiles(source.sql, { folder: source.folder, ...cancel });
  return openTableFile(source.path, { nullValues: ["", "NA"], ...cancel });
}
