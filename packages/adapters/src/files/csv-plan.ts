import { MlopsError } from "@mlops/core";
import { unknownColumn } from "@mlops/table";

import type { Duckdb } from "../duckdb/open-duckdb.ts";
import { sqlList, sqlText } from "../duckdb/sql-text.ts";
import { readCsvHeader } from "./csv-header.ts";
import type { Utf8File } from "./decode-text.ts";
import { inferTypes } from "./infer-types.ts";
import type { ReadOptions } from "./read-options.ts";
import { findRecordStarts, type RecordStarts } from "./record-lines.ts";
import { type BrokenRecord, type Places, plannedText, type ScanPlan } from "./scan-plan.ts";

/**
 * Every cell is read as text and cast in the query, so that a cell that cannot be read costs the cell and not the row;
 * records with a wrong number of fields are put aside by DuckDB (`store_rejects`) and reported.
 */
export async function planCsv(
  duckdb: Duckdb,
  file: Utf8File,
  pattern: string,
  path: string,
  options: ReadOptions,
): Promise<ScanPlan> {
  const delimiter = delimiterOf(path, options.delimiter);
  const { names: header, blankLines } = await readCsvHeader(file.path, path, delimiter);
  const position = (name: string): number => {
    const index = header.indexOf(name);
    if (index < 0) throw unknownColumn(name, header, path);
    return index;
  };
  const names = options.columns ?? header;
  for (const name of Object.keys(options.types ?? {})) position(name);
  const relation = csvRelation(pattern, header.length, delimiter, blankLines, options.nullValues ?? ["", "NA"]);
  const untyped = options.inferTypes === false ? [] : names.filter((name) => options.types?.[name] === undefined);
  const inferred = await inferTypes(
    duckdb,
    relation,
    untyped.map((name) => `c${position(name)}`),
  );
  const typeOf = (name: string) => options.types?.[name] ?? inferred[untyped.indexOf(name)] ?? "string";
  const conditions = Object.entries(options.where ?? {}).map(
    ([name, texts]) => `c${position(name)} IN (${sqlList(texts)})`,
  );
  return {
    columns: names.map((name) => plannedText(name, typeOf(name), `c${position(name)}`)),
    relation,
    condition: conditions.length === 0 ? undefined : conditions.join(" AND "),
    prepare: () => forgetRejects(duckdb),
    places: async (anyRowNeeded, lastRow = Number.POSITIVE_INFINITY) => {
      const rejects = await readRejects(duckdb);
      if (!anyRowNeeded && rejects.length === 0) return noPlaces;
      const syntax = { delimiter: delimiter.codePointAt(0), blankIsRecord: header.length === 1 };
      // The header and blank lines before it may count as records. Broken ones may lie anywhere.
      const most = rejects.length === 0 ? lastRow + 1 + blankLines : Number.POSITIVE_INFINITY;
      const starts = await findRecordStarts(file.path, syntax, most);
      return csvPlaces(path, starts, rejects, syntax.blankIsRecord ? blankLines : 0);
    },
  };
}

export function delimiterOf(path: string, given: string | undefined): string {
  const delimiter = given ?? (path.toLowerCase().endsWith(".tsv") ? "\t" : ",");
  if (/^[\t -~]$/.test(delimiter) && delimiter !== '"') return delimiter;
  throw new MlopsError("INVALID_ARGUMENT", `"${delimiter}" cannot be a delimiter: one ASCII character is needed.`);
}

function csvRelation(
  pattern: string,
  width: number,
  delimiter: string,
  blankLines: number,
  nullValues: readonly string[],
): string {
  const columns = Array.from({ length: width }, (_, index) => `'c${index}': 'VARCHAR'`).join(", ");
  // An empty list would make "" null all the same; a text that cannot occur in a line keeps it.
  const nulls = nullValues.length === 0 ? sqlText("\u001f") : sqlList(nullValues);
  return `(SELECT *, row_number() OVER () AS n FROM read_csv(${sqlText(pattern)}, columns = {${columns}},
    auto_detect = false, header = true, skip = ${blankLines}, delim = ${sqlText(delimiter)}, quote = '"', escape = '"',
    nullstr = [${nulls}], compression = 'none', store_rejects = true))`;
}

interface Reject {
  readonly offset: number;
  readonly text: string;
  readonly message: string;
}

/** The rejects of scans before the one that counts, such as the one that inferred the types. */
async function forgetRejects(duckdb: Duckdb): Promise<void> {
  await duckdb.connection.run("DROP TABLE IF EXISTS reject_errors");
  await duckdb.connection.run("DROP TABLE IF EXISTS reject_scans");
}

async function readRejects(duckdb: Duckdb): Promise<readonly Reject[]> {
  const [tables = {}] = await duckdb.rows(
    "SELECT count(*)::INTEGER AS n FROM duckdb_tables() WHERE table_name = 'reject_errors'",
  );
  if (tables["n"] === 0) return [];
  const rows = await duckdb.rows(`
    SELECT line_byte_position::DOUBLE AS position, any_value(csv_line) AS line,
      arg_min(coalesce(error_message, lower(error_type::VARCHAR)), coalesce(column_idx, 0)) AS message
    FROM reject_errors GROUP BY line_byte_position ORDER BY line_byte_position`);
  return rows.map((row) => ({
    offset: Number(row["position"]),
    text: String(row["line"]).trim(),
    message: String(row["message"]).trim(),
  }));
}

const noPlaces: Places = { row: () => ({ where: "", line: undefined }), broken: [] };

function csvPlaces(
  path: string,
  { offsets, lines }: RecordStarts,
  rejects: readonly Reject[],
  headerIndex: number,
): Places {
  const place = (index: number): { where: string; line: number | undefined } => {
    const line = lines[index];
    return { where: line === undefined ? path : `${path}:${line}`, line };
  };
  const brokenIndices = new Set<number>();
  const broken = rejects.map(({ offset, text, message }): BrokenRecord => {
    // DuckDB may count the line end before the record to it.
    const index = lastAtOrBefore(offsets, offset + 2, offset);
    brokenIndices.add(index);
    return { ...place(index), text, message };
  });
  const good: number[] = [];
  for (let index = headerIndex + 1; index < offsets.length; index += 1) if (!brokenIndices.has(index)) good.push(index);
  return { row: (record) => place(good[record - 1] ?? -1), broken };
}

/** The record that begins between `from` and `to`, or else the last one that begins before. */
function lastAtOrBefore(offsets: readonly number[], to: number, from: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  const exact = offsets[low - 1] === from;
  const next = offsets[low];
  return !exact && next !== undefined && next <= to ? low : low - 1;
}
