import { stat } from "node:fs/promises";
import { totalmem } from "node:os";
import { basename } from "node:path";

import { openTableFile, queryFiles, type RejectReport, type TableFile, type TableRead } from "@mlops/adapters";
import { isMlopsError, MlopsError } from "@mlops/core";
import { type ParseSpec, parseTable } from "@mlops/preprocessing";
import { digestTable, type Table } from "@mlops/table";

import { contentDigest } from "./content-digest.ts";
import { readingOf } from "./data-source.ts";
import { mostCells } from "./memory-limit.ts";
import { mixedColumns } from "./mixed-columns.ts";
import type { DataSource } from "./table-plan.ts";

export interface LoadedRows extends RejectReport {
  readonly table: Table;
  /** For people: the file's name, or `query`. */
  readonly name: string;
  /** SHA-256 of the rows, whatever file they came in. */
  readonly digest: string;
}

const noParse: ParseSpec = { columns: {} };

/** Bytes of memory for a byte of the file: columns, and the rows' contents by which a split tells them apart. */
const expansion = { text: 3, parquet: 12 } as const;

function usableMemory(): number {
  const constrained = process.constrainedMemory();
  return 0.8 * (constrained > 0 ? Math.min(constrained, totalmem()) : totalmem());
}

/** Training needs all rows at once: a file that cannot fit is refused before hours are spent on reading it. */
async function assertFits(path: string, memory: number): Promise<void> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  const needed = size * (path.toLowerCase().endsWith(".parquet") ? expansion.parquet : expansion.text);
  if (needed <= memory) return;
  const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;
  throw new MlopsError(
    "FILE_TOO_LARGE",
    `${path} holds ${gigabytes(size)}: its rows would need about ${gigabytes(needed)} of memory, and there are ${gigabytes(memory)}.`,
    {
      hint: `Train on a part of the rows: source_uri: "SELECT * FROM '${basename(path)}' USING SAMPLE 1000000 ROWS".`,
      details: { path, size, needed, memory },
    },
  );
}

export interface LoadOptions {
  readonly parse?: ParseSpec;
  /** Columns without which a row is of no use. */
  readonly targets?: readonly string[];
  /** Bytes that the rows may take. Default: most of the machine's, or of what this process may use. */
  readonly memory?: number;
  readonly signal?: AbortSignal;
}

/** Cells that a message names. */
const SHOWN = 3;

/**
 * Reads all rows of a source and parses them. What cannot be read is reported with its place, not dropped.
 *
 * @throws MlopsError FILE_NOT_FOUND, FILE_TOO_LARGE, FILE_DAMAGED, SQL_INVALID and their kin; TABLE_VALUE_INVALID for a column of numbers
 *   in which a few cells are none, naming them: as text, each number would become a category; LABEL_INVALID for rows
 *   without a target, naming them
 */
export async function loadRows(
  source: DataSource,
  { parse = noParse, targets = [], memory = usableMemory(), signal }: LoadOptions = {},
): Promise<LoadedRows> {
  if (source.kind === "file") await assertFits(source.path, memory);
  await using file = await openSource(source, parse, signal);
  const { table: raw, rejected, rejectedCount, locate } = await file.read();
  const table = await parsedRows(raw, parse, locate);
  const [mixed] = mixedColumns(table.without(Object.keys(parse.columns)));
  if (mixed) {
    const places = await locate(mixed.rows);
    const shown = mixed.texts.map((text, index) => `${JSON.stringify(text)} at ${places[index] ?? ""}`);
    const { column, count } = mixed;
    throw new MlopsError(
      "TABLE_VALUE_INVALID",
      `The column "${column}" holds numbers, and ${count} ${count === 1 ? "cell that is" : "cells that are"} none: ${shown.join(", ")}.`,
      {
        hint: `Mend these cells, leave them empty, or say how the column is read: data.parse.columns.${column}: {type: double, thousands: ","}.`,
        details: { column, count, texts: mixed.texts, places },
      },
    );
  }
  for (const target of targets) await assertLabelled(table, target, locate);
  const name = source.kind === "file" ? basename(source.path) : "query";
  return { table, rejected, rejectedCount, name, digest: digestTable(table, contentDigest) };
}

async function assertLabelled(table: Table, target: string, locate: TableRead["locate"]): Promise<void> {
  if (!table.has(target)) return;
  const missing = Array.from({ length: table.rowCount }, (_, row) => row).filter((row) => {
    const cell = table.cell(target, row);
    return cell === null || cell === "" || Number.isNaN(cell);
  });
  if (missing.length === 0) return;
  const places = await locate(missing.slice(0, SHOWN));
  const more = missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : "";
  throw new MlopsError("LABEL_INVALID", `The target "${target}" has no label at ${places.join(", ")}${more}.`, {
    hint: "Fill these cells, or leave the rows out.",
    details: { column: target, count: missing.length, places },
  });
}

/** Columns that are parsed are read as texts: what looks like a number may be a code with zeros before it. */
export function openSource(source: DataSource, parse: ParseSpec, signal?: AbortSignal): Promise<TableFile> {
  const limits = { maximumCells: mostCells(), ...(signal && { signal }) };
  if (source.kind === "query") return queryFiles(source.sql, { folder: source.folder, ...limits });
  return openTableFile(source.path, {
    ...readingOf(source),
    nullValues: ["", ...(parse.null_values ?? ["NA"])],
    types: Object.fromEntries(Object.keys(parse.columns).map((name) => [name, "string" as const])),
    ...limits,
  });
}

/** @throws MlopsError PREPROCESSING_VALUE_INVALID, PREPROCESSING_COLUMN_TYPE, TABLE_COLUMN_UNKNOWN */
async function parsedRows(table: Table, parse: ParseSpec, locate: TableRead["locate"]): Promise<Table> {
  for (const name of Object.keys(parse.columns)) table.column(name);
  try {
    return parseTable(table, parse);
  } catch (error) {
    const row = isMlopsError(error) ? error.details?.["row"] : undefined;
    if (!isMlopsError(error) || typeof row !== "number") throw error;
    const [place = ""] = await locate([row]);
    const { code, message, hint, details } = error;
    throw new MlopsError(code, `${place}: ${message}`, {
      ...(hint !== undefined && { hint }),
      details: { ...details, where: place },
    });
  }
}
