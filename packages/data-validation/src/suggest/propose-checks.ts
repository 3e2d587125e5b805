import type { ColumnProfile, DataProfile } from "./profile-data.ts";
import { roundedDown, roundedUp } from "./round-outward.ts";

/** Checks of one column or of the table, as a suite writes them. */
export type Proposal = Readonly<Record<string, unknown>>;

/** A set of values is proposed where each of them has been seen this often on average. */
const rowsPerValue = 10;
/** Statistics of fewer values say little. */
const leastForStatistics = 30;
/** A key is proposed from this many rows on. */
const leastForKeys = 20;
/** Standard errors that a statistic may move before it warns; also a tenth of the deviation, which large data need. */
const standardErrors = 4;

export function proposeForTable({ rows }: DataProfile): Proposal {
  return {
    row_count: { min: Math.max(1, roundedDown(rows / 2, 1)) },
    known_columns_only: { severity: "warn" },
  };
}

export function proposeForColumn(column: ColumnProfile, rows: number): Proposal {
  const { present, kind, format, numbers } = column;
  if (present === 0) return { null_share: 1 };
  // Infinities and NaN are read, but are no numbers that a suite could expect.
  const isReadable = kind !== "number" || numbers !== undefined;
  return {
    ...(isReadable && { type: format === undefined ? kind : { is: kind, format } }),
    ...(present === rows
      ? { not_null: true }
      : { null_share: { max: Math.min(1, roundedUp(1.2 * (1 - present / rows), 2)) } }),
    ...valueChecks(column),
  };
}

function valueChecks(column: ColumnProfile): Proposal {
  const { values, present, distinct, kind, length, increasing } = column;
  const isKey = distinct === present && present >= leastForKeys && kind !== "number" && kind !== "boolean";
  if (values !== undefined && !isKey && present >= rowsPerValue * values.length && isNamed(column)) {
    return { in: values.map(({ value }) => value), ...shareChecks(column) };
  }
  return {
    ...(isKey && { unique: true }),
    ...(increasing && distinct > 1 && (isKey || kind === "instant" || kind === "date") && { monotone: "increasing" }),
    ...numberChecks(column),
    ...(length !== undefined &&
      kind === "text" && { length: length.min === length.max ? length.min : { ...length, severity: "warn" } }),
  };
}

/** Values that are names of something: texts, and whole numbers, which few columns measure with so few of them. */
function isNamed({ kind, values = [] }: ColumnProfile): boolean {
  if (kind === "text") return true;
  return kind === "integer" && values.length <= 12;
}

/** How often each of a few values occurs. */
function shareChecks({ values = [], present }: ColumnProfile): Proposal {
  if (values.length < 2 || values.length > 6 || present < leastForStatistics) return {};
  const shares = values.map(({ value, count }) => {
    const share = count / present;
    const margin = Math.max(standardErrors * Math.sqrt((share * (1 - share)) / present), 0.02);
    return [
      String(value),
      { min: Math.max(0, roundedDown(share - margin, 2)), max: Math.min(1, roundedUp(share + margin, 2)) },
    ] as const;
  });
  return { value_shares: { of: Object.fromEntries(shares), severity: "warn" } };
}

function numberChecks({ numbers, present, distinct }: ColumnProfile): Proposal {
  if (numbers === undefined) return {};
  const { min, max, mean, deviation } = numbers;
  const seen = { min: roundedDown(min, 2), max: roundedUp(max, 2), severity: "warn" };
  // A key grows: its values of today bound nothing.
  if (distinct === present && present >= leastForKeys) return min < 0 ? {} : { between: { min: 0 } };
  const margin = Math.max((standardErrors * deviation) / Math.sqrt(present), deviation / 10);
  const hasStatistics = present >= leastForStatistics && deviation > 0;
  return {
    between: min >= 0 ? [{ min: 0 }, seen] : seen,
    ...(hasStatistics && {
      mean: { min: roundedDown(mean - margin, 3), max: roundedUp(mean + margin, 3), severity: "warn" },
    }),
  };
}

/** Columns that are null together: each group is one block of the source. */
export function blocksOfNulls({ columns, rows }: DataProfile): readonly (readonly string[])[] {
  const partial = columns.filter(({ present }) => present > 0 && present < rows);
  const groups = Map.groupBy(partial, ({ nullSignature, present }) => `${present} ${nullSignature}`);
  return [...groups.values()].map((group) => group.map(({ name }) => name)).filter((names) => names.length > 1);
}
