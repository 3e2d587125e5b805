import { openTableFile, type ReadOptions, sqlText, type TableFile } from "@mlops/adapters";
import type { DataType } from "@mlops/table";

import { numberOf } from "../expectation/bounds.ts";
import { ColumnSql, type ValueKind } from "../sql/column-sql.ts";
import { Pass } from "../sql/pass.ts";

/** What is known of one column of a data set. */
export interface ColumnProfile {
  readonly name: string;
  readonly kind: ValueKind;
  /** Of dates. */
  readonly format?: string;
  /** Rows with a value. */
  readonly present: number;
  readonly distinct: number;
  /** Equal for columns that are null in the same rows. */
  readonly nullSignature: string;
  /** Of numbers; undefined where some value is not finite. */
  readonly numbers?: { readonly min: number; readonly max: number; readonly mean: number; readonly deviation: number };
  /** Characters of texts. */
  readonly length?: { readonly min: number; readonly max: number };
  /** Whether numbers, dates or instants never go back in the file's order. */
  readonly increasing: boolean;
  /** The different values with their counts, where there are few. */
  readonly values?: readonly { readonly value: string | number | boolean; readonly count: number }[];
}

export interface DataProfile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}

/** Values of a column are listed up to this many. */
const fewValues = 30;
/** Ways to write a date that are looked for in texts. */
const dateFormats = ["%Y-%m-%d", "%Y/%m/%d", "%d%b%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S"] as const;

type Totals = Readonly<Record<string, unknown>>;

/** Looks at every row: types first, then all counts in one pass, then the values of columns that have few. */
export async function profileData(path: string, options: ReadOptions): Promise<DataProfile> {
  await using file = await openTableFile(path, options);
  const pass = new Pass();
  const rows = pass.total("count(*)");
  const planned = file.schema.map(({ name, type }, index) => planColumn(pass, name, type, `v${index}`));
  const [totals = {}] = await file.select((relation) => pass.sql(relation));
  const columns = planned.map((column) => column.read(totals));
  return {
    rows: numberOf(totals[rows]) ?? 0,
    columns: await Promise.all(columns.map((profile, index) => withValues(file, profile, `v${index}`))),
  };
}

interface PlannedColumn {
  read(totals: Totals): ColumnProfile;
}

function planColumn(pass: Pass, name: string, stored: DataType, value: string): PlannedColumn {
  const column = new ColumnSql(pass, name, value, stored, undefined);
  const text = column.as("text");
  const number = column.as("number");
  const isNumeric = stored !== "string" && stored !== "bool" && stored !== "instant";
  const ordered = isNumeric ? number : stored === "instant" ? value : undefined;
  const total = (sql: string): string => pass.total(sql);
  const present = total(`count(*) FILTER (WHERE ${column.present})`);
  const distinct = total(`count(DISTINCT ${value})`);
  const signature = total(`bit_xor(hash(n)) FILTER (WHERE NOT ${column.present})::VARCHAR`);
  const numbers = isNumeric
    ? {
        unusable: total(`count(*) FILTER (WHERE ${column.present} AND NOT coalesce(abs(${number}) < 1e150, false))`),
        min: total(`min(${number})`),
        max: total(`max(${number})`),
        mean: total(`avg(CASE WHEN abs(${number}) < 1e150 THEN ${number} END)`),
        deviation: total(`stddev_samp(CASE WHEN abs(${number}) < 1e150 THEN ${number} END)`),
        fractions: total(`count(*) FILTER (WHERE ${number} <> floor(${number}))`),
      }
    : undefined;
  const shortest = stored === "string" ? total(`min(length(${text}))`) : undefined;
  const longest = stored === "string" ? total(`max(length(${text}))`) : undefined;
  const dates = stored === "string" ? dateFormats.map((format) => ({ format, ...datesBy(pass, value, format) })) : [];
  const decreases = ordered === undefined ? undefined : decreasesOf(pass, ordered);
  return {
    read(totals) {
      const count = (key: string | undefined): number => (key === undefined ? 0 : (numberOf(totals[key]) ?? 0));
      const all = count(present);
      const date = all === 0 ? undefined : dates.find(({ readable }) => count(readable) === all);
      const steps = date?.decreases ?? decreases;
      return {
        name,
        kind: date === undefined ? kindOfProfile(stored, count(numbers?.fractions)) : "date",
        ...(date !== undefined && { format: date.format }),
        present: all,
        distinct: count(distinct),
        nullSignature: textOf(totals[signature]),
        ...(numbers !== undefined &&
          all > 0 &&
          count(numbers.unusable) === 0 && {
            numbers: {
              min: count(numbers.min),
              max: count(numbers.max),
              mean: count(numbers.mean),
              deviation: count(numbers.deviation),
            },
          }),
        ...(shortest !== undefined && all > 0 && { length: { min: count(shortest), max: count(longest) } }),
        increasing: steps !== undefined && all > 1 && count(steps) === 0,
      };
    },
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function kindOfProfile(stored: DataType, fractions: number): ValueKind {
  if (stored === "string") return "text";
  if (stored === "bool") return "boolean";
  if (stored === "instant") return "instant";
  return (stored === "int32" || stored === "int64") && fractions === 0 ? "integer" : "number";
}

function datesBy(pass: Pass, value: string, format: string): { readonly readable: string; readonly decreases: string } {
  const date = pass.column("view", `epoch_ms(try_strptime(${value}, ${sqlText(format)}))::DOUBLE`);
  return { readable: pass.total(`count(${date})`), decreases: decreasesOf(pass, date) };
}

/** How often a value is below the one before it. */
function decreasesOf(pass: Pass, value: string): string {
  const kept = pass.column("condition", value);
  const carried = pass.column("carried", `arg_max(${kept}, n) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`);
  const previous = pass.column("previous", `lag(${carried}) OVER ()`);
  return pass.total(`count(*) FILTER (WHERE ${kept} < ${previous} OR NOT isfinite(${kept}))`);
}

async function withValues(file: TableFile, profile: ColumnProfile, value: string): Promise<ColumnProfile> {
  if (profile.distinct > fewValues || profile.present === 0) return profile;
  const rows = await file.select(
    (relation) =>
      `SELECT ${value} AS value, count(*) AS count FROM ${relation} WHERE ${value} IS NOT NULL GROUP BY ALL ORDER BY ALL`,
  );
  const values = rows.map(({ value: each, count }) => ({
    value: typeof each === "bigint" ? Number(each) : (each as string | number | boolean),
    count: numberOf(count) ?? 0,
  }));
  return { ...profile, values };
}
