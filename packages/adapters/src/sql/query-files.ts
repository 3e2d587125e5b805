import { isMlopsError, MlopsError, throwIfCancelled } from "@mlops/core";

import { openDuckdb, type Duckdb, type DuckdbLimits } from "../duckdb/open-duckdb.ts";
import { translateDuckdbError } from "../duckdb/translate-error.ts";
import { planColumn } from "../files/plan-column.ts";
import type { ScanPlan } from "../files/scan-plan.ts";
import type { ReadOptions } from "../files/read-options.ts";
import { tableFile, type TableFile } from "../files/table-file.ts";
import { invalidSql, resolveQuery } from "./resolve-query.ts";

export interface QueryOptions extends DuckdbLimits, Pick<ReadOptions, "maximumCells"> {
  /** Absolute. The files that the query may read lie below it, and relative names are meant from there. */
  readonly folder: string;
  /** Rows per table of `batches`. Default 65 536. */
  readonly batchRows?: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs one SELECT over files, in DuckDB's SQL: `SELECT a, b FROM 'data/x.parquet' WHERE a > 1 LIMIT 100`. It reads files
 * below the folder and nothing else; it writes nothing. The rows come in the query's order.
 *
 * @throws MlopsError SQL_INVALID for what is no single SELECT, FILE_NOT_FOUND, FILE_DAMAGED, TABLE_COLUMN_DUPLICATE,
 *   PERMISSION_DENIED for a file outside the folder
 */
export async function queryFiles(sql: string, options: QueryOptions): Promise<TableFile> {
  throwIfCancelled(options.signal);
  await using resources = new AsyncDisposableStack();
  const duckdb = resources.use(await openDuckdb({ folder: options.folder }, options, options.signal));
  try {
    const query = await resolveQuery(duckdb, sql, options.folder);
    const plan = await planQuery(duckdb, query);
    return tableFile("the query", duckdb, plan, options, resources.move());
  } catch (error) {
    throwIfCancelled(options.signal);
    throw translateQueryError(error);
  }
}

async function planQuery(duckdb: Duckdb, query: string): Promise<ScanPlan> {
  const described = await duckdb.rows(`DESCRIBE ${query}`);
  const names = described.map((row) => String(row["column_name"]));
  const columns = described.map((row, index) =>
    planColumn(String(row["column_name"]), `c${index}`, String(row["column_type"]), undefined, [], "the query"),
  );
  const aliases = names.map((_, index) => `c${index}`).join(", ");
  return {
    columns,
    relation: `(SELECT *, row_number() OVER () AS n FROM (${query}) AS q(${aliases}))`,
    condition: undefined,
    async prepare() {},
    places: async () => ({
      row: (record) => ({ where: `row ${record} of the query`, line: undefined }),
      broken: [],
    }),
  };
}

function translateQueryError(error: unknown): Error {
  if (isMlopsError(error) || !(error instanceof Error)) return error as Error;
  const text = error.message;
  if (/No files found|No such file/i.test(text)) {
    return new MlopsError("FILE_NOT_FOUND", `A file of the query does not exist: ${firstLine(text)}`, { cause: error });
  }
  if (/^Permission Error|is disabled by configuration|Cannot access file/i.test(text)) {
    return new MlopsError("PERMISSION_DENIED", `The query reaches outside the project: ${firstLine(text)}`, {
      cause: error,
      hint: "Name files below the project root.",
    });
  }
  if (/^(Parser|Binder|Catalog|Not implemented|Invalid Input|Conversion) Error/.test(text))
    return invalidSql(text, error);
  return translateDuckdbError(error, "the query");
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}
