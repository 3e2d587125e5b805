import { HOUR, MINUTE } from "@mlops/core";

import { STATION, TIMESTAMP, type WeatherDataset } from "./dataset.ts";
import { type DatasetCheck, failedWhere, skipped } from "./dataset-check.ts";
import { instantOfCell } from "./structure-checks.ts";

const TOLERANCE = 10 * MINUTE;

interface TimedRow {
  readonly row: number;
  readonly at: number;
}

/** Whether the times make an hourly series, station by station. */
export const timeChecks: readonly DatasetCheck[] = [
  {
    name: "temporal_continuity",
    severity: "warning",
    summary: "Observations of a station follow each other by 1 h ± 10 min.",
    run: (dataset) => {
      const stations = rowsByStation(dataset);
      if (stations.every((rows) => rows.length < 2)) return skipped("No station has two times.");
      const broken = stations.flatMap((rows) =>
        rows.flatMap(({ row, at }, index) => {
          const previous = rows[index - 1];
          return previous && at !== previous.at && Math.abs(at - previous.at - HOUR) > TOLERANCE ? [row] : [];
        }),
      );
      return failedWhere(broken, "do not follow the one before by an hour", TIMESTAMP);
    },
  },
  {
    name: "duplicate_timestamps",
    severity: "error",
    summary: "A station has one row for each time.",
    run: (dataset) => {
      const stations = rowsByStation(dataset);
      if (stations.length === 0) return skipped("No row has a time.");
      const repeated = stations.flatMap((rows) =>
        rows.flatMap(({ row, at }, index) => (rows[index - 1]?.at === at ? [row] : [])),
      );
      return failedWhere(repeated, "repeat a time of their station", TIMESTAMP);
    },
  },
];

/** Rows with a readable time, sorted by it, for each station. */
function rowsByStation({ columns }: WeatherDataset): readonly (readonly TimedRow[])[] {
  const stations = new Map<unknown, TimedRow[]>();
  (columns[TIMESTAMP] ?? []).forEach((cell, row) => {
    const at = instantOfCell(cell);
    if (at === undefined) return;
    const station = columns[STATION]?.[row];
    const rows = stations.get(station);
    if (rows) rows.push({ row, at });
    else stations.set(station, [{ row, at }]);
  });
  return [...stations.values()].map((rows) => rows.toSorted((a, b) => a.at - b.at || a.row - b.row));
}
