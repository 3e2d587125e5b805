import { resolve, sep } from "node:path";

import { throwIfCancelled } from "@mlops/core";
import type { Table } from "@mlops/table";

import { openDuckdb } from "../duckdb/open-duckdb.ts";
import { literalPattern } from "../duckdb/sql-text.ts";
import { translateDuckdbError } from "../duckdb/translate-error.ts";
import { planCsv } from "./csv-plan.ts";
import { asUtf8 } from "./decode-text.ts";
import { formatOf, inspectFile } from "./file-format.ts";
import { planJson } from "./json-plan.ts";
import { planParquet } from "./parquet-plan.ts";
import type { ReadOptions } from "./read-options.ts";
import type { RejectReport } from "./reject-log.ts";
import { tableFile, type TableFile } from "./table-file.ts";

/**
 * Opens a CSV, Parquet or JSON file.
 *
 * A cell that cannot be read as its column's type is null in the table and described in the report with file, line,
 * column and text; a record with a wrong number of fields is left out and described. Nothing is dropped in silence.
 *
 * @throws MlopsError FILE_NOT_FOUND, FILE_EMPTY, FILE_DAMAGED, FILE_ENCODING_INVALID, FILE_FORMAT_UNKNOWN,
 *   PERMISSION_DENIED, TABLE_COLUMN_UNKNOWN, TABLE_COLUMN_DUPLICATE, TIME_ZONE_NEEDED
 */
export async function openTableFile(path: string, options: ReadOptions = {}): Promise<TableFile> {
  throwIfCancelled(options.signal);
  const format = formatOf(path, options.format);
  await inspectFile(path);
  await using resources = new AsyncDisposableStack();
  const utf8 =
    format === "parquet" ? undefined : resources.use(await asUtf8(resolve(path), options.encoding ?? "utf-8"));
  const readable = utf8?.path ?? resolve(path);
  const pattern = literalPattern(readable, sep);
  const duckdb = resources.use(await openDuckdb({ paths: [readable, pattern] }, options, options.signal));
  throwIfCancelled(options.signal);
  try {
    const plan =
      utf8 === undefined
        ? await planParquet(duckdb, pattern, path, options)
        : format === "csv"
          ? await planCsv(duckdb, utf8, pattern, path, options)
          : await planJson(duckdb, utf8, pattern, path, options, format === "ndjson");
    return tableFile(path, duckdb, plan, options, resources.move());
  } catch (error) {
    throwIfCancelled(options.signal);
    throw translateDuckdbError(error, path);
  }
}

/** Reads a whole file into one table. @throws MlopsError as `openTableFile` */
export async function readTable(
  path: string,
  options: ReadOptions = {},
): Promise<RejectReport & { readonly table: Table }> {
  await using file = await openTableFile(path, options);
  const { table, rejected, rejectedCount } = await file.read();
  return { table, rejected, rejectedCount };
}
