import { MlopsError } from "@mlops/core";
import { type DataType, unknownColumn } from "@mlops/table";

import type { Duckdb } from "../duckdb/open-duckdb.ts";
import { sqlList, sqlName, sqlText } from "../duckdb/sql-text.ts";
import type { ReadOptions } from "./read-options.ts";
import { type PlannedColumn, plannedText, type ScanPlan } from "./scan-plan.ts";
import { epochMilliseconds } from "./text-cast.ts";

/** Columns of a Parquet file with their own types; a type given by the options is cast to, and bad cells are reported. */
export async function planParquet(
  duckdb: Duckdb,
  pattern: string,
  path: string,
  options: ReadOptions,
): Promise<ScanPlan> {
  const reader = `read_parquet(${sqlText(pattern)}, hive_partitioning = false)`;
  const described = await duckdb.rows(`DESCRIBE SELECT * FROM ${reader}`);
  const stored = new Map(described.map((row) => [String(row["column_name"]), String(row["column_type"])]));
  const names = [...stored.keys()];
  const storedType = (name: string): string => {
    const type = stored.get(name);
    if (type === undefined) throw unknownColumn(name, names, path);
    return type;
  };
  const columnOf = (name: string): string => `c${names.indexOf(name)}`;
  for (const name of Object.keys(options.types ?? {})) storedType(name);
  const columns = (options.columns ?? names).map((name) =>
    planColumn(name, columnOf(name), storedType(name), options.types?.[name], options.nullValues ?? [], path),
  );
  const conditions = Object.entries(options.where ?? {}).map(([name, texts]) => {
    storedType(name);
    return `${columnOf(name)}::VARCHAR IN (${sqlList(texts)})`;
  });
  const renamed = names.map((name, index) => `${sqlName(name)} AS c${index}`).join(", ");
  return {
    columns,
    relation: `(SELECT ${renamed}, row_number() OVER () AS n FROM ${reader})`,
    condition: conditions.length === 0 ? undefined : conditions.join(" AND "),
    async prepare() {},
    places: async () => ({
      row: (record) => ({ where: `${path} (row ${record})`, line: undefined }),
      broken: [],
    }),
  };
}

/** Types that are read as they are. Unsigned and small integers widen, decimals become doubles. */
const ownTypes: readonly (readonly [RegExp, DataType, string])[] = [
  [/^DOUBLE$|^DECIMAL/, "float64", "DOUBLE"],
  [/^FLOAT$/, "float32", "FLOAT"],
  [/^(U?TINYINT|U?SMALLINT|INTEGER)$/, "int32", "INTEGER"],
  [/^(UINTEGER|BIGINT)$/, "int64", "BIGINT"],
  [/^BOOLEAN$/, "bool", "BOOLEAN"],
];

function planColumn(
  name: string,
  column: string,
  stored: string,
  wanted: DataType | undefined,
  nullValues: readonly string[],
  path: string,
): PlannedColumn {
  const isText = /^(VARCHAR|ENUM|UUID)/.test(stored);
  const isNaive = /^TIMESTAMP(_|$)|^DATE$/.test(stored);
  if (isNaive && wanted === "instant") {
    throw new MlopsError(
      "TIME_ZONE_NEEDED",
      `The column "${name}" of ${path} is ${stored}: local time without a zone.`,
    );
  }
  if (stored === "TIMESTAMP WITH TIME ZONE" && (wanted ?? "instant") === "instant") {
    return { name, type: "instant", value: epochMilliseconds(column), text: undefined };
  }
  const own = ownTypes.find(([pattern]) => pattern.test(stored));
  if (own !== undefined && (wanted ?? own[1]) === own[1]) {
    return { name, type: own[1], value: `${column}::${own[2]}`, text: undefined };
  }
  const text =
    isText || isNaive
      ? `${column}::VARCHAR`
      : /[[(]/.test(stored)
        ? `to_json(${column})::VARCHAR`
        : `${column}::VARCHAR`;
  const nulled = nullValues.length === 0 ? text : `CASE WHEN ${text} NOT IN (${sqlList(nullValues)}) THEN ${text} END`;
  return plannedText(name, wanted ?? "string", nulled);
}
