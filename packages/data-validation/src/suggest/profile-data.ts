import { openTableFile, type ReadOptions, sqlText, type TableFile } from "@mlops/adapters";
import type { DataType } from "@mlops/table";

import { numberOf } from "../expectation/bounds.ts";
import { ColumnSql, type ValueKind } from "../sql/column-sql.ts";
import { Pass } from "../sql/pass.ts";
import { countWhere, valueWhere } from "../sql/where.ts";

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
const dateFormats: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d{2}-\d{2}$/, "%Y-%m-%d"],
  [/^\d{4}\/\d{2}\/\d{2}$/, "%Y/%m/%d"],
  [/^\d{2}[A-Za-z]{3}\d{4}$/, "%d%b%Y"],
  [/^\d{2}\.\d{2}\.\d{4}$/, "%d.%m.%Y"],
  [/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/, "%Y-%m-%d %H:%M:%S"],
];

type Totals = Readonly<Record<string, unknown>>;

/** Looks at every row: types first, then all counts in one pass, then the values of columns that have few. */
export async function profileData(path: string, options: ReadOptions): Promise<DataProfile> {
  await using file = await openTableFile(path, options);
  const formats = await likelyFormats(file);
  const pass = new Pass();
  const rows = pass.total("count(*)");
  const planned = file.schema.map(({ name, type }, index) =>
    planColumn(pass, name, type, `v${index}`, formats.get(name)),
  );
  const [totals = {}] = await file.select((relation) => pass.sql(relation));
  const profiles = await withValues(
    file,
    planned.map((column) => column.read(totals)),
  );
  return { rows: numberOf(totals[rows]) ?? 0, columns: profiles };
}

/** The format that the smallest text of a column has; whether all have it is counted later. */
async function likelyFormats(file: TableFile): Promise<ReadonlyMap<string, string>> {
  const texts = file.schema.flatMap(({ name, type }, index) =>
    type === "string" ? [{ name, value: `v${index}` }] : [],
  );
  if (texts.length === 0) return new Map();
  const [row = {}] = await file.select(
    (relation) => `SELECT ${texts.map(({ value }) => `min(${value}) AS ${value}`).join(", ")} FROM ${relation}`,
  );
  return new Map(
    texts.flatMap(({ name, value }) => {
      const format = dateFormats.find(([pattern]) => pattern.test(textOf(row[value])))?.[1];
      return format === undefined ? [] : [[name, format] as const];
    }),
  );
}

interface PlannedColumn {
  read(totals: Totals): ColumnProfile;
}

function planColumn(
  pass: Pass,
  name: string,
  stored: DataType,
  value: string,
  format: string | undefined,
): PlannedColumn {
  const column = new ColumnSql(pass, name, value, stored, undefined);
  const text = column.as("text");
  const number = column.as("number");
  const isNumeric = stored !== "string" && stored !== "bool" && stored !== "instant";
  const ordered = isNumeric ? number : stored === "instant" ? value : undefined;
  const total = (sql: string): string => pass.total(sql);
  const present = total(countWhere(column.present));
  const distinct = total(`count(DISTINCT ${value})`);
  const signature = total(`bit_xor(${valueWhere(`NOT ${column.present}`, "hash(n)")})::VARCHAR`);
  const numbers = isNumeric
    ? {
        unusable: total(countWhere(`${column.present} AND NOT coalesce(abs(${number}) < 1e150, false)`)),
        min: total(`min(${number})`),
        max: total(`max(${number})`),
        mean: total(`avg(CASE WHEN abs(${number}) < 1e150 THEN ${number} END)`),
        deviation: total(`stddev_samp(CASE WHEN abs(${number}) < 1e150 THEN ${number} END)`),
        fractions: total(countWhere(`${number} <> floor(${number})`)),
      }
    : undefined;
  const shortest = stored === "string" ? total(`min(length(${text}))`) : undefined;
  const longest = stored === "string" ? total(`max(length(${text}))`) : undefined;
  const dates = format === undefined ? undefined : { format, ...datesBy(pass, value, format) };
  const decreases = ordered === undefined ? undefined : decreasesOf(pass, ordered);
  return {
    read(totals) {
      const count = (key: string | undefined): number => (key === undefined ? 0 : (numberOf(totals[key]) ?? 0));
      const all = count(present);
      const date = dates !== undefined && all > 0 && count(dates.readable) === all ? dates : undefined;
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
  return pass.total(countWhere(`${kept} < ${previous} OR NOT isfinite(${kept})`));
}

/** Adds the values of the columns that have few, counted in one pass. */
async function withValues(file: TableFile, profiles: readonly ColumnProfile[]): Promise<readonly ColumnProfile[]> {
  const few = profiles.flatMap(({ distinct, present }, index) => (distinct <= fewValues && present > 0 ? [index] : []));
  if (few.length === 0) return profiles;
  const counts = few.map((index) => `map_entries(histogram(v${index})) AS v${index}`);
  const [row = {}] = await file.select((relation) => `SELECT ${counts.join(", ")} FROM ${relation}`);
  return profiles.map((profile, index) => {
    if (!few.includes(index)) return profile;
    const entries = (row[`v${index}`] ?? []) as readonly { readonly key: unknown; readonly value: unknown }[];
    const values = entries.map(({ key, value }) => ({
      value: typeof key === "bigint" ? Number(key) : (key as string | number | boolean),
      count: numberOf(value) ?? 0,
    }));
    return { ...profile, values };
  });
}
