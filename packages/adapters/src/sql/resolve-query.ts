import { isAbsolute, resolve } from "node:path";

import { MlopsError } from "@mlops/core";

import type { Duckdb } from "../duckdb/open-duckdb.ts";
import { sqlText } from "../duckdb/sql-text.ts";

/** Table functions whose first argument names files. */
const fileReaders = new Set([
  "read_csv",
  "read_csv_auto",
  "sniff_csv",
  "read_parquet",
  "parquet_scan",
  "parquet_schema",
  "read_json",
  "read_json_auto",
  "read_json_objects",
  "read_ndjson",
  "read_ndjson_auto",
  "read_ndjson_objects",
  "read_text",
  "read_blob",
  "glob",
]);

/** A node of the tree that DuckDB makes of a query. */
type TreeNode = Readonly<Record<string, unknown>>;

// ECMAScript's source text access (JSON.parse with a reviver's context, JSON.rawJSON), which TypeScript has no types for.
const json = JSON as unknown as {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
};

/**
 * One SELECT with its relative file names made absolute from `folder`: DuckDB takes them from the process's current
 * folder. The query is parsed by DuckDB itself, so that only names of tables and arguments of file readers change.
 *
 * @throws MlopsError SQL_INVALID for what is no single SELECT
 */
export async function resolveQuery(duckdb: Duckdb, sql: string, folder: string): Promise<string> {
  const [row] = await duckdb.rows(`SELECT json_serialize_sql(${sqlText(sql)}) AS tree`);
  // Numbers are kept as they are written: a 64-bit integer of the query must not pass through a double.
  const tree = json.parse(String(row?.["tree"]), (_, value, { source }) =>
    typeof value === "number" && source !== undefined ? json.rawJSON(source) : value,
  ) as TreeNode;
  if (tree["error"] === true) throw invalidSql(messageOf(tree, sql));
  const statements = tree["statements"] as readonly unknown[];
  if (statements.length !== 1) throw invalidSql(`It holds ${statements.length} statements; one SELECT is needed.`);
  const resolved = JSON.stringify(withAbsoluteNames(tree, folder));
  const [text] = await duckdb.rows(`SELECT json_deserialize_sql(${sqlText(resolved)}) AS query`);
  return String(text?.["query"]);
}

export function invalidSql(message: string, cause?: unknown): MlopsError {
  const options = cause === undefined ? {} : { cause };
  return new MlopsError("SQL_INVALID", `The SQL cannot be run. ${message.trim()}`, options);
}

function withAbsoluteNames(value: unknown, folder: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withAbsoluteNames(item, folder));
  // What rawJSON makes has no prototype and is passed on as it is.
  if (typeof value !== "object" || value === null || !("constructor" in value)) return value;
  const node = value as TreeNode;
  const copy = Object.fromEntries(Object.entries(node).map(([key, item]) => [key, withAbsoluteNames(item, folder)]));
  if (node["type"] === "BASE_TABLE" && node["schema_name"] === "" && looksLikeFile(node["table_name"])) {
    return { ...copy, table_name: absolute(String(node["table_name"]), folder) };
  }
  if (node["type"] === "FUNCTION" && fileReaders.has(String(node["function_name"]).toLowerCase())) {
    const [files, ...rest] = copy["children"] as readonly unknown[];
    return { ...copy, children: [withAbsoluteTexts(files, folder), ...rest] };
  }
  return copy;
}

/** The constant texts of a reader's first argument: one name, or a list of names. */
function withAbsoluteTexts(value: unknown, folder: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  const node = value as TreeNode;
  if (node["type"] === "VALUE_CONSTANT") {
    const constant = node["value"] as TreeNode;
    const text = constant["value"];
    return typeof text === "string" ? { ...node, value: { ...constant, value: absolute(text, folder) } } : node;
  }
  if (node["function_name"] !== "list_value") return node;
  const children = (node["children"] as readonly unknown[]).map((child) => withAbsoluteTexts(child, folder));
  return { ...node, children };
}

/** A name with a folder or an extension; others are names of tables, such as those of a WITH. */
function looksLikeFile(name: unknown): boolean {
  return typeof name === "string" && /[/\\]|\.\w+$/.test(name);
}

function absolute(name: string, folder: string): string {
  const path = name.replace(/^file:\/\//, "");
  return isAbsolute(path) || /^[a-z][a-z0-9+.-]*:\/\//i.test(path) ? path : resolve(folder, path);
}

function messageOf(tree: TreeNode, sql: string): string {
  const message = String(tree["error_message"]);
  if (/Only SELECT/.test(message)) return "It is no SELECT: data is read, never changed.";
  const position = Number(tree["position"]);
  if (!Number.isInteger(position)) return `${message}.`;
  const before = sql.slice(0, position).split("\n");
  return `Line ${before.length}, column ${(before.at(-1) ?? "").length + 1}: ${message}.`;
}
