import { quantile } from "../statistics.ts";
import { isMissing, type NumericColumn, numbersOf, rowCount, TIMESTAMP } from "./dataset.ts";
import { type CheckSeverity, type DatasetCheck, failedWhere, passed, skipped } from "./dataset-check.ts";

const MOST_MISSING = 0.2;
const MOST_OUTLIERS = 0.1;
const FENCE = 1.5;
const LEAST_FOR_OUTLIERS = 4;
const DRY_AIR = 60;

/** Whether the values can be true: ranges, gaps, outliers, agreement. */
export const valueChecks: readonly DatasetCheck[] = [
  rangeCheck("temperature_range", "temperature", -50, 60, "°C"),
  rangeCheck("wind_speed_range", "wind_speed", 0, 100, "m/s"),
  rangeCheck("precipitation_range", "precipitation", 0, 1000, "mm"),
  rangeCheck("humidity_range", "humidity", 0, 100, "%"),
  missingCheck("missing_timestamp", TIMESTAMP, "critical", 0),
  missingCheck("missing_temperature", "temperature", "critical", 0),
  missingCheck("missing_wind", "wind_speed", "warning", MOST_MISSING),
  missingCheck("missing_precip", "precipitation", "warning", MOST_MISSING),
  {
    name: "outliers",
    severity: "warning",
    summary: "In each column at most 10 % lie more than 1.5 interquartile ranges beyond the quartiles.",
    run: (dataset) => {
      // Precipitation is zero in most hours: its quartiles coincide and every rain would be an outlier.
      const columns = (["temperature", "wind_speed", "humidity"] as const).map((name) => ({
        name,
        cells: numbersOf(dataset, name) ?? [],
      }));
      const judged = columns.filter(({ cells }) => cells.length >= LEAST_FOR_OUTLIERS);
      if (judged.length === 0) return skipped(`No column has ${LEAST_FOR_OUTLIERS} values.`);
      for (const { name, cells } of judged) {
        const rows = outlierRows(cells);
        if (rows.length > MOST_OUTLIERS * cells.length) return failedWhere(rows, `have an outlying ${name}`, name);
      }
      return passed;
    },
  },
  {
    name: "humidity_precipitation_consistency",
    severity: "warning",
    summary: `No precipitation at less than ${DRY_AIR} % humidity.`,
    run: (dataset) => {
      const humidities = new Map(numbersOf(dataset, "humidity")?.map(({ row, value }) => [row, value]));
      const amounts = numbersOf(dataset, "precipitation")?.filter(({ row }) => humidities.has(row)) ?? [];
      if (amounts.length === 0) return skipped("No row has both humidity and precipitation.");
      const dry = amounts.filter(({ row, value }) => value > 0 && (humidities.get(row) ?? DRY_AIR) < DRY_AIR);
      const rows = dry.map(({ row }) => row);
      return failedWhere(rows, `have precipitation at less than ${DRY_AIR} % humidity`, "precipitation");
    },
  },
];

function rangeCheck(name: string, column: NumericColumn, low: number, high: number, unit: string): DatasetCheck {
  return {
    name,
    severity: "error",
    summary: `Every ${column} lies between ${low} and ${high} ${unit}.`,
    run: (dataset) => {
      const cells = numbersOf(dataset, column);
      if (!cells) return skipped(`There is no column ${column}.`);
      if (cells.length === 0) return skipped(`The column ${column} has no numbers.`);
      const outside = cells.filter(({ value }) => value < low || value > high);
      const rows = outside.map(({ row }) => row);
      const example = outside[0] ? `, first ${outside[0].value}` : "";
      return failedWhere(rows, `have a ${column} outside ${low} to ${high} ${unit}${example}`, column);
    },
  };
}

function missingCheck(name: string, column: string, severity: CheckSeverity, most: number): DatasetCheck {
  return {
    name,
    severity,
    summary: most === 0 ? `No ${column} is missing.` : `At most ${most * 100} % of ${column} are missing.`,
    run: (dataset) => {
      const cells = dataset.columns[column];
      if (!cells) return skipped(`There is no column ${column}.`);
      const count = rowCount(dataset);
      if (count === 0) return skipped("There are no rows.");
      const rows = Array.from({ length: count }, (_, row) => row).filter((row) => isMissing(cells[row]));
      return rows.length > most * count ? failedWhere(rows, `of ${count} have no ${column}`, column) : passed;
    },
  };
}

function outlierRows(cells: readonly { readonly row: number; readonly value: number }[]): readonly number[] {
  const sorted = cells.map(({ value }) => value).toSorted((a, b) => a - b);
  const low = quantile(sorted, 0.25);
  const high = quantile(sorted, 0.75);
  const margin = FENCE * (high - low);
  return cells.filter(({ value }) => value < low - margin || value > high + margin).map(({ row }) => row);
}
