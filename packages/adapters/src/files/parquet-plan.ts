import { unknownColumn } from "@mlops/table";

import type { Duckdb } from "../duckdb/open-duckdb.ts";
import { sqlList, sqlName, sqlText } from "../duckdb/sql-text.ts";
import { planColumn } from "./plan-column.ts";
import type { ReadOptions } from "./read-options.ts";
import type { ScanPlan } from "./scan-plan.ts";

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
