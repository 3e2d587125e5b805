import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

import type { DuckDBType } from "@duckdb/node-api";
import { MlopsError, throwIfCancelled } from "@mlops/core";
import { cellAt, type DataType, type Schema, Table } from "@mlops/table";

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
    using duckdb = await openDuckdb({ paths: [temporary] }, options, options.signal);
    const source = tables instanceof Table ? [tables] : tables;
    const { schema, rows } = await load(duckdb, source, format, options.signal);
    const content = `SELECT ${exported(schema, format)} FROM content`;
    await duckdb.connection.run(`COPY (${content}) TO ${sqlText(temporary)} ${copyOptions(format, path, options)}`);
    await flush(temporary);
    await rename(temporary, target);
    return rows;
  } catch (error) {
    throwIfCancelled(options.signal);
    throw translateDuckdbError(error, path);
  } finally {
    await rm(temporary, { force: true });
  }
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

/** Fills the DuckDB table `content`, whose columns are `c0`, `c1`, … */
async function load(
  duckdb: Duckdb,
  tables: Iterable<Table> | AsyncIterable<Table>,
  format: FileFormat,
  signal: AbortSignal | undefined,
): Promise<Loaded> {
  let schema: Schema | undefined;
  let rows = 0;
  for await (const table of tables) {
    throwIfCancelled(signal);
    if (schema === undefined) {
      schema = table.schema;
      assertDistinctNames(schema);
      const columns = schema.map(({ type }, index) => `c${index} ${stored[type]}`);
      if (columns.length === 0)
        throw new MlopsError("TABLE_SHAPE_INVALID", "A table without columns has no file form.");
      await duckdb.connection.run(`CREATE TABLE content (${columns.join(", ")})`);
    }
    assertSameSchema(schema, table.schema);
    if (format === "json" || format === "ndjson") assertFinite(table);
    await append(duckdb, table);
    rows += table.rowCount;
  }
  if (schema === undefined) throw new MlopsError("TABLE_SHAPE_INVALID", "There is no table to write.");
  return { schema, rows };
}

interface Loaded {
  readonly schema: Schema;
  readonly rows: number;
}

async function append(duckdb: Duckdb, table: Table): Promise<void> {
  const { DuckDBDataChunk } = await import("@duckdb/node-api");
  const appender = await duckdb.connection.createAppender("content");
  const types = table.schema.map((_, index): DuckDBType => appender.columnType(index));
  const columns = table.columnNames.map((name) => table.column(name));
  for (let start = 0; start < table.rowCount; start += chunkRows) {
    const count = Math.min(chunkRows, table.rowCount - start);
    const chunk = DuckDBDataChunk.create(types, count);
    for (const [index, column] of columns.entries()) {
      chunk.setColumnValues(
        index,
        Array.from({ length: count }, (_, row) => cellAt(column, start + row)),
      );
    }
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** The size of DuckDB's vectors. */
const chunkRows = 2048;

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
  if (format === "parquet") return `(FORMAT parquet, COMPRESSION zstd, ${common})`;
  if (format !== "csv") return `(FORMAT json, ARRAY ${format === "json"}, ${common})`;
  const delimiter = options.delimiter ?? (path.toLowerCase().endsWith(".tsv") ? "\t" : ",");
  return `(FORMAT csv, HEADER true, DELIMITER ${sqlText(delimiter)}, NULLSTR ${sqlText(options.nullValue ?? "")}, ${common})`;
}

async function flush(path: string): Promise<void> {
  await using file = await open(path, "r+");
  await file.sync();
}
