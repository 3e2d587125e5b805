import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

import type { DuckDBAppender } from "@duckdb/node-api";
import { MlopsError, throwIfCancelled } from "@mlops/core";
import { type DataType, type Schema, Table } from "@mlops/table";

import { type Duckdb, type DuckdbLimits, openDuckdb } from "../duckdb/open-duckdb.ts";
import { sqlName, sqlText } from "../duckdb/sql-text.ts";
import { translateDuckdbError } from "../duckdb/translate-error.ts";
import { type FileFormat, formatOf, openError } from "./file-format.ts";

export interface WriteOptions extends DuckdbLimits {
  /** Default: by the file's ending. */
  readonly format?: FileFormat;
  /** CSV: what stands for null. Default the empty text; texts that equal it are quoted. */
  readonly nullValue?: string;
  /** CSV: one character. Default a comma, a tab for `.tsv`. */
  readonly delimiter?: string;
  /** Parquet: what a reader of the file should know, by key. Other formats have no place for it. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Writes tables of one schema, one after the other, as one file. The file appears whole under its name or not at all:
 * it is written beside it under a temporary name, flushed and renamed.
 *
 * Instants are written as UTC: `2013-10-05T12:00:00Z` in CSV and JSON, TIMESTAMP WITH TIME ZONE in Parquet. JSON has no
 * NaN nor infinity: they are refused, since null would be another value.
 *
 * @returns the number of rows
 * @throws MlopsError FILE_NOT_FOUND for a folder that does not exist, PERMISSION_DENIED, TABLE_SHAPE_INVALID without a
 *   table, TABLE_TYPE_MISMATCH, TABLE_VALUE_INVALID
 */
export async function writeTable(
  path: string,
  tables: Table | Iterable<Table> | AsyncIterable<Table>,
  options: WriteOptions = {},
): Promise<number> {
  const format = formatOf(path, options.format);
  const target = resolve(path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
  await (await open(temporary, "wx").catch((error: unknown) => Promise.reject(openError(path, error)))).close();
  try {
    const rows = await copyToFile(temporary, tables, format, path, options);
    await flush(temporary);
    await rename(temporary, target);
    return rows;
  } catch (error) {
    throwIfCancelled(options.signal);
    throw translateDuckdbError(error, path);
  } finally {
    for (const each of [temporary, databaseOf(temporary), `${databaseOf(temporary)}.wal`])
      await rm(each, { force: true });
  }
}

/** A database that holds the rows meanwhile: in memory for one table, which is there already; else a file, beside the target. */
async function copyToFile(
  temporary: string,
  tables: Table | Iterable<Table> | AsyncIterable<Table>,
  format: FileFormat,
  path: string,
  options: WriteOptions,
): Promise<number> {
  const whole = tables instanceof Table;
  const reach = { paths: [temporary], ...(!whole && { database: databaseOf(temporary) }) };
  const limits = whole ? options : { ...options, memoryLimit: options.memoryLimit ?? STREAM_MEMORY };
  using duckdb = await openDuckdb(reach, limits, options.signal);
  const { schema, rows } = await load(duckdb, whole ? [tables] : tables, format, options.signal);
  const content = `SELECT ${exported(schema, format)} FROM content`;
  await duckdb.connection.run(`COPY (${content}) TO ${sqlText(temporary)} ${copyOptions(format, path, options)}`);
  return rows;
}

/** What rows that wait on disk need in memory; the rest of a process's gigabyte is its own. */
const STREAM_MEMORY = "384MB";

function databaseOf(temporary: string): string {
  return `${temporary}.duckdb`;
}

const stored: Readonly<Record<DataType, string>> = {
  float64: "DOUBLE",
  float32: "FLOAT",
  int32: "INTEGER",
  int64: "BIGINT",
  bool: "BOOLEAN",
  string: "VARCHAR",
  instant: "DOUBLE",
};

/** Fills the DuckDB table `content`, whose columns are `c0`, `c1`, …, in one transaction. */
async function load(
  duckdb: Duckdb,
  tables: Iterable<Table> | AsyncIterable<Table>,
  format: FileFormat,
  signal: AbortSignal | undefined,
): Promise<Loaded> {
  let opened: OpenContent | undefined;
  let rows = 0;
  await duckdb.connection.run("BEGIN");
  for await (const table of tables) {
    throwIfCancelled(signal);
    opened ??= await openContent(duckdb, table.schema);
    assertSameSchema(opened.schema, table.schema);
    if (format === "json" || format === "ndjson") assertFinite(table);
    opened.append(table);
    rows += table.rowCount;
  }
  if (opened === undefined) throw new MlopsError("TABLE_SHAPE_INVALID", "There is no table to write.");
  opened.appender.closeSync();
  await duckdb.connection.run("COMMIT");
  return { schema: opened.schema, rows };
}

interface OpenContent {
  readonly schema: Schema;
  readonly appender: DuckDBAppender;
  readonly append: (table: Table) => void;
}

async function openContent(duckdb: Duckdb, schema: Schema): Promise<OpenContent> {
  const { tableAppender } = await import("../duckdb/append-table.ts");
  assertDistinctNames(schema);
  if (schema.length === 0) throw new MlopsError("TABLE_SHAPE_INVALID", "A table without columns has no file form.");
  const columns = schema.map(({ type }, index) => `c${index} ${stored[type]}`);
  await duckdb.connection.run(`CREATE TABLE content (${columns.join(", ")})`);
  const appender = await duckdb.connection.createAppender("content");
  return { schema, appender, append: tableAppender(duckdb.bindings, appender) };
}

interface Loaded {
  readonly schema: Schema;
  readonly rows: number;
}

function assertSameSchema(first: Schema, other: Schema): void {
  const text = (schema: Schema): string => schema.map(({ name, type }) => `${name} ${type}`).join(", ");
  if (text(first) === text(other)) return;
  throw new MlopsError("TABLE_TYPE_MISMATCH", `The tables of one file differ: (${text(first)}) and (${text(other)}).`);
}

/** DuckDB would rename the second of `A` and `a` without a word. */
function assertDistinctNames(schema: Schema): void {
  const seen = new Map<string, string>();
  for (const { name } of schema) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      const message = `The columns "${other}" and "${name}" differ only in capitals; a file cannot hold both.`;
      throw new MlopsError("TABLE_COLUMN_DUPLICATE", message, { details: { columns: [other, name] } });
    }
    seen.set(name.toLowerCase(), name);
  }
}

function assertFinite(table: Table): void {
  for (const [name, { type, values, length }] of table) {
    if (type !== "float64" && type !== "float32") continue;
    for (let row = 0; row < length; row += 1) {
      const cell = table.cell(name, row);
      if (typeof cell === "number" && !Number.isFinite(values[row])) {
        throw new MlopsError(
          "TABLE_VALUE_INVALID",
          `Row ${row} of column "${name}" is ${cell}, which JSON cannot hold.`,
        );
      }
    }
  }
}

function exported(schema: Schema, format: FileFormat): string {
  return schema
    .map(({ name, type }, index) => {
      const value = type === "instant" ? instantSql(`c${index}`, format) : `c${index}`;
      return `${value} AS ${sqlName(name)}`;
    })
    .join(", ");
}

function instantSql(column: string, format: FileFormat): string {
  const timestamp = `epoch_ms(${column}::BIGINT)`;
  if (format === "parquet") return `${timestamp} AT TIME ZONE 'UTC'`;
  return `CASE WHEN ${column} % 1000 = 0 THEN strftime(${timestamp}, '%Y-%m-%dT%H:%M:%SZ')
    ELSE strftime(${timestamp}, '%Y-%m-%dT%H:%M:%S.%gZ') END`;
}

function copyOptions(format: FileFormat, path: string, options: WriteOptions): string {
  // The temporary name is ours already, and the only one that this database may touch.
  const common = "USE_TMP_FILE false";
  if (format === "parquet") {
    const pairs = Object.entries(options.metadata ?? {}).map(([key, value]) => `${sqlText(key)}: ${sqlText(value)}`);
    const metadata = pairs.length === 0 ? "" : `, KV_METADATA {${pairs.join(", ")}}`;
    return `(FORMAT parquet, COMPRESSION zstd${metadata}, ${common})`;
  }
  if (format !== "csv") return `(FORMAT json, ARRAY ${format === "json"}, ${common})`;
  const delimiter = options.delimiter ?? (path.toLowerCase().endsWith(".tsv") ? "\t" : ",");
  return `(FORMAT csv, HEADER true, DELIMITER ${sqlText(delimiter)}, NULLSTR ${sqlText(options.nullValue ?? "")}, ${common})`;
}

async function flush(path: string): Promise<void> {
  await using file = await open(path, "r+");
  await file.sync();
}
