import type { WeatherObservation } from "@mlops/core";

/**
 * Weather rows before anything is believed about them, by column. Instants are UTC milliseconds or ISO 8601 text with a
 * zone; null, undefined and NaN are missing. Columns of unequal length are read as padded with missing cells.
 */
export interface WeatherDataset {
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
}

export const TIMESTAMP = "timestamp";
/** Where there, continuity and duplicates are judged station by station. */
export const STATION = "station";
export const requiredColumns = [TIMESTAMP, "temperature", "wind_speed", "precipitation"] as const;
export const numericColumns = ["temperature", "wind_speed", "precipitation", "humidity"] as const;
export type NumericColumn = (typeof numericColumns)[number];

/** Observations as a dataset, so that one set of checks judges raw tables and normalised observations. */
export function datasetOfObservations(observations: readonly WeatherObservation[]): WeatherDataset {
  const column = (valueOf: (row: WeatherObservation) => unknown): readonly unknown[] => observations.map(valueOf);
  return {
    columns: {
      [STATION]: column((row) => row.station),
      [TIMESTAMP]: column((row) => row.observedAt),
      temperature: column((row) => row.temperature),
      wind_speed: column((row) => row.windSpeed),
      precipitation: column((row) => row.precipitation),
      humidity: column((row) => row.relativeHumidity),
    },
  };
}

export function rowCount(dataset: WeatherDataset): number {
  return Math.max(0, ...Object.values(dataset.columns).map((column) => column.length));
}

export function isMissing(cell: unknown): boolean {
  return cell === null || cell === undefined || (typeof cell === "number" && Number.isNaN(cell));
}

/** Finite numbers of a column with their rows; undefined where the dataset has no such column. */
export function numbersOf(
  dataset: WeatherDataset,
  name: string,
): readonly { readonly row: number; readonly value: number }[] | undefined {
  return dataset.columns[name]?.flatMap((value, row) =>
    typeof value === "number" && Number.isFinite(value) ? [{ row, value }] : [],
  );
}
