import type { ColumnScope, Sql, StatisticCheck } from "./expectation.ts";
import { type Bounds, isWithin, numberOf } from "./bounds.ts";
import { countWhere, valueWhere } from "../sql/where.ts";

interface NumericTotal {
  /** Aggregate over finite numbers. */
  readonly sql: (value: Sql) => Sql;
  readonly bounds: Bounds;
}

/** Squares of larger numbers overflow. */
const largest = "1e150::DOUBLE";

/**
 * Statistics of a column's numbers. A value that is no finite number, or so large that its square is none, leaves them
 * without a meaning: the check then fails and says how many there are.
 */
export function numericStatistic(
  { column, judged }: ColumnScope,
  totals: Readonly<Record<string, NumericTotal>>,
): StatisticCheck {
  const number = column.as("number");
  const isUsable = `(abs(${number}) < ${largest})`;
  const usable = `CASE WHEN ${isUsable} THEN ${number} END`;
  const entries = Object.entries(totals);
  return {
    form: "statistic",
    aggregates: {
      values: countWhere(judged.flag),
      unusable: countWhere(`${judged.flag} AND NOT coalesce(${isUsable}, false)`),
      ...Object.fromEntries(entries.map(([name, { sql }]) => [`of ${name}`, sql(valueWhere(judged.flag, usable))])),
    },
    judge(values) {
      const found = entries.map(([name, { bounds }]) => ({ name, bounds, value: numberOf(values[`of ${name}`]) }));
      const observed = Object.fromEntries(found.map(({ name, value }) => [name, value]));
      const unusable = numberOf(values["unusable"]) ?? 0;
      if (unusable > 0) {
        const reason = `${unusable} of ${numberOf(values["values"])} values are no finite numbers`;
        return { holds: false, observed, reason };
      }
      if (found.some(({ value }) => value === null)) return { holds: undefined, observed };
      return { holds: found.every(({ value, bounds }) => isWithin(value ?? 0, bounds)), observed };
    },
  };
}
