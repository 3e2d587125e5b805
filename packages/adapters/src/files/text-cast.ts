import type { DataType } from "@mlops/table";

/** SQL that reads a VARCHAR expression as a type, null where it cannot; a non-null text that becomes null is a bad cell. */
export function castText(text: string, type: DataType): string {
  switch (type) {
    case "string":
      return text;
    case "float64":
    case "float32":
      // DuckDB's cast admits 1_000, which is a typing error in data.
      return `CASE WHEN NOT contains(${text}, '_') THEN TRY_CAST(${text} AS ${type === "float64" ? "DOUBLE" : "FLOAT"}) END`;
    case "int32":
    case "int64":
      // Its cast would also round 1.5 and read 0x10.
      return `CASE WHEN regexp_full_match(${text}, '\\s*[+-]?[0-9]+\\s*') THEN TRY_CAST(${text} AS ${type === "int32" ? "INTEGER" : "BIGINT"}) END`;
    case "bool":
      return `CASE lower(trim(${text})) WHEN 'true' THEN true WHEN 't' THEN true WHEN 'yes' THEN true WHEN '1' THEN true WHEN 'false' THEN false WHEN 'f' THEN false WHEN 'no' THEN false WHEN '0' THEN false END`;
    default:
      return castInstant(text);
  }
}

/** ISO 8601 with `Z` or an offset, a full date and at least hours and minutes. */
export const zonedTimePattern =
  "\\s*\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?\\s*([Zz]|[+-]\\d{2}(:?\\d{2})?)\\s*";

function castInstant(text: string): string {
  // DuckDB needs seconds before an offset; a text without them gets them.
  const whole = `regexp_replace(trim(${text}), '([T ]\\d{2}:\\d{2})([Zz+-])', '\\1:00\\2')`;
  const cast = `TRY_CAST(upper(${whole}) AS TIMESTAMPTZ)`;
  return `CASE WHEN regexp_full_match(${text}, '${zonedTimePattern}') THEN ${epochMilliseconds(cast)} END`;
}

/** UTC milliseconds as DOUBLE, rounded down. */
export function epochMilliseconds(timestamp: string): string {
  return `floor(epoch_us(${timestamp}) / 1000.0)`;
}
