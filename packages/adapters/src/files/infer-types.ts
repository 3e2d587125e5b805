import type { DataType } from "@mlops/table";

import type { Duckdb } from "../duckdb/open-duckdb.ts";
import { zonedTimePattern } from "./text-cast.ts";

/** Kinds of text, as bits; a column's type follows from the kinds of all its texts. */
const kind = { int32: 1, int64: 2, float64: 4, bool: 8, instant: 16, string: 32 } as const;

/**
 * The types of VARCHAR expressions, from every row and not from a sample: a type that holds for the first rows only
 * would make bad cells of good ones. A number with leading zeros (a post code) is text; a column without any value is text.
 */
export async function inferTypes(
  duckdb: Duckdb,
  relation: string,
  expressions: readonly string[],
): Promise<readonly DataType[]> {
  if (expressions.length === 0) return [];
  const kinds = expressions.map((text, index) => `bit_or(${kindOf(text)})::INTEGER AS k${index}`);
  const [row = {}] = await duckdb.rows(`SELECT ${kinds.join(", ")} FROM ${relation}`);
  return expressions.map((_, index) => typeOf(Number(row[`k${index}`] ?? kind.string)));
}

/**
 * Most cells are told by their first character: what stands behind "9" begins no number and no time, and a failed cast costs
 * far more than a comparison.
 */
function kindOf(text: string): string {
  const notPlain = "^\\s*[+-]?0[0-9]|[_a-df-zA-DF-Z]|^\\s*$";
  return `CASE
    WHEN ${text} IS NULL THEN NULL
    WHEN ${text}[1] > '9' THEN CASE lower(${text})
      WHEN 'nan' THEN ${kind.float64} WHEN 'inf' THEN ${kind.float64}
      WHEN 'true' THEN ${kind.bool} WHEN 'false' THEN ${kind.bool}
      ELSE ${kind.string} END
    WHEN NOT contains(${text}, '.') AND TRY_CAST(${text} AS INTEGER)::VARCHAR = ${text} THEN ${kind.int32}
    WHEN NOT contains(${text}, '.') AND TRY_CAST(${text} AS BIGINT)::VARCHAR = ${text} THEN ${kind.int64}
    WHEN TRY_CAST(${text} AS DOUBLE) IS NOT NULL
      AND (NOT regexp_matches(${text}, '${notPlain}') OR lower(${text}) = '-inf') THEN ${kind.float64}
    WHEN regexp_full_match(${text}, '${zonedTimePattern}') THEN ${kind.instant}
    ELSE ${kind.string} END`;
}

function typeOf(kinds: number): DataType {
  if (kinds === kind.bool) return "bool";
  if (kinds === kind.instant) return "instant";
  if (kinds === kind.int32) return "int32";
  if ((kinds & ~(kind.int32 | kind.int64)) === 0) return "int64";
  if ((kinds & ~(kind.int32 | kind.int64 | kind.float64)) === 0) return "float64";
  return "string";
}
