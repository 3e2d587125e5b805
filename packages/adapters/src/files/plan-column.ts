import { MlopsError } from "@mlops/core";
import type { DataType } from "@mlops/table";

import { sqlList } from "../duckdb/sql-text.ts";
import { type PlannedColumn, plannedText } from "./scan-plan.ts";
import { epochMilliseconds } from "./text-cast.ts";

/** Types that are read as they are. Unsigned and small integers widen, decimals become doubles. */
const ownTypes: readonly (readonly [RegExp, DataType, string])[] = [
  [/^DOUBLE$|^DECIMAL/, "float64", "DOUBLE"],
  [/^FLOAT$/, "float32", "FLOAT"],
  [/^(U?TINYINT|U?SMALLINT|INTEGER)$/, "int32", "INTEGER"],
  [/^(UINTEGER|BIGINT)$/, "int64", "BIGINT"],
  [/^BOOLEAN$/, "bool", "BOOLEAN"],
];

/** How a column of a DuckDB type (`stored`) becomes a column of a table. @throws MlopsError TIME_ZONE_NEEDED */
export function planColumn(
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
