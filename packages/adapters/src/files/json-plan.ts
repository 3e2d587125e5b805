import { MlopsError } from "@mlops/core";
import { type DataType, unknownColumn } from "@mlops/table";

import type { Duckdb } from "../duckdb/open-duckdb.ts";
import { sqlList, sqlName, sqlText } from "../duckdb/sql-text.ts";
import type { Utf8File } from "./decode-text.ts";
import { readStart } from "./file-format.ts";
import { inferTypes } from "./infer-types.ts";
import type { ReadOptions } from "./read-options.ts";
import { findRecordStarts } from "./record-lines.ts";
import { plannedText, type ScanPlan } from "./scan-plan.ts";

/** Objects of a JSON file; members that an object does not have are null, nested values are their JSON text. */
export async function planJson(
  duckdb: Duckdb,
  file: Utf8File,
  pattern: string,
  path: string,
  options: ReadOptions,
  perLine: boolean,
): Promise<ScanPlan> {
  const layout = perLine ? "newline_delimited" : await layoutOf(file.path, path);
  const found = await describe(duckdb, pattern, layout, path);
  const names = [...found.keys()];
  const assertKnown = (name: string): void => {
    if (!found.has(name)) throw unknownColumn(name, names, path);
  };
  const wanted = options.columns ?? names;
  for (const name of [...wanted, ...Object.keys(options.types ?? {}), ...Object.keys(options.where ?? {})]) {
    assertKnown(name);
  }
  const columnOf = (name: string): string => `c${names.indexOf(name)}`;
  const textOf = (name: string): string => nullable(columnOf(name), options.nullValues);
  const relation = jsonRelation(pattern, layout, names);
  const types =
    options.inferTypes === false
      ? wanted.map((name) => options.types?.[name] ?? "string")
      : await typesOf(duckdb, relation, wanted, found, options.types ?? {}, textOf);
  const conditions = Object.entries(options.where ?? {}).map(
    ([name, texts]) => `${columnOf(name)} IN (${sqlList(texts)})`,
  );
  return {
    columns: wanted.map((name, index) => plannedText(name, types[index] ?? "string", textOf(name))),
    relation,
    condition: conditions.length === 0 ? undefined : conditions.join(" AND "),
    async prepare() {},
    places: async (anyRowNeeded) => {
      if (!perLine || !anyRowNeeded) {
        return { row: (record) => ({ where: `${path} (record ${record})`, line: undefined }), broken: [] };
      }
      const { lines } = await findRecordStarts(file.path, { delimiter: undefined, blankIsRecord: false });
      return {
        row: (record) => ({ where: `${path}:${lines[record - 1] ?? 0}`, line: lines[record - 1] }),
        broken: [],
      };
    },
  };
}

type Layout = "newline_delimited" | "array" | "unstructured";

async function layoutOf(path: string, shownPath: string): Promise<Layout> {
  const start = new TextDecoder().decode(await readStart(path, 64 * 1024)).trimStart();
  if (/^\[\s*\]\s*$/.test(start)) throw new MlopsError("FILE_EMPTY", `${shownPath} is an array without a record.`);
  if (start.startsWith("[")) return "array";
  if (start.startsWith("{")) return "unstructured";
  throw new MlopsError("FILE_DAMAGED", `${shownPath} is not JSON of records: it begins with neither [ nor {.`);
}

async function describe(
  duckdb: Duckdb,
  pattern: string,
  layout: Layout,
  path: string,
): Promise<ReadonlyMap<string, string>> {
  const reader = `read_json(${sqlText(pattern)}, format = '${layout}', compression = 'uncompressed',
    records = true, sample_size = -1, maximum_depth = 2)`;
  const rows = await duckdb.rows(`DESCRIBE SELECT * FROM ${reader}`).catch((cause: unknown) => {
    if (!String(cause).includes("expected records")) throw cause;
    throw new MlopsError("FILE_DAMAGED", `${path} holds values that are not objects; a table needs records.`, {
      cause,
    });
  });
  if (rows.length === 0) throw new MlopsError("FILE_EMPTY", `${path} holds no record.`);
  const names = rows.map((row) => String(row["column_name"]));
  if (names.some((name) => /_\d+$/.test(name))) await assertDistinctKeys(duckdb, pattern, layout, path);
  return new Map(rows.map((row) => [String(row["column_name"]), String(row["column_type"])]));
}

/**
 * DuckDB's columns know no capitals: it renames the second of `A` and `a` to `a_1` and then finds neither. Such a file
 * is refused, since its values would be lost.
 */
async function assertDistinctKeys(duckdb: Duckdb, pattern: string, layout: Layout, path: string): Promise<void> {
  const rows = await duckdb.rows(`SELECT any_value(key) AS key, any_value(other) AS other FROM (
      SELECT min(key) AS key, max(key) AS other FROM (
        SELECT DISTINCT unnest(json_keys(json)) AS key
        FROM read_json_objects(${sqlText(pattern)}, format = '${layout}', compression = 'uncompressed'))
      GROUP BY lower(key) HAVING count(*) > 1)`);
  const [first] = rows;
  if (first === undefined || typeof first["key"] !== "string") return;
  throw new MlopsError(
    "TABLE_COLUMN_DUPLICATE",
    `The keys "${first["key"]}" and "${String(first["other"])}" of ${path} differ only in capitals.`,
  );
}

function jsonRelation(pattern: string, layout: Layout, names: readonly string[]): string {
  const columns = names.map((name) => `${sqlText(name)}: 'VARCHAR'`).join(", ");
  const renamed = names.map((name, index) => `${sqlName(name)} AS c${index}`).join(", ");
  return `(SELECT ${renamed}, row_number() OVER () AS n FROM read_json(${sqlText(pattern)}, format = '${layout}',
    compression = 'uncompressed', records = true, columns = {${columns}}))`;
}

function nullable(column: string, nullValues: readonly string[] = []): string {
  return nullValues.length === 0 ? column : `CASE WHEN ${column} NOT IN (${sqlList(nullValues)}) THEN ${column} END`;
}

/** Numbers and booleans of JSON keep their type; texts are instants where all of them are zoned times. */
async function typesOf(
  duckdb: Duckdb,
  relation: string,
  wanted: readonly string[],
  found: ReadonlyMap<string, string>,
  given: Readonly<Record<string, DataType>>,
  textOf: (name: string) => string,
): Promise<readonly DataType[]> {
  const inferred = await inferTypes(duckdb, relation, wanted.map(textOf));
  return wanted.map((name, index) => {
    const type = given[name];
    if (type !== undefined) return type;
    const fromTexts = inferred[index] ?? "string";
    const isScalar = /INT$|^DOUBLE$|^BOOLEAN$/.test(found.get(name) ?? "");
    return isScalar || fromTexts === "instant" ? fromTexts : "string";
  });
}
