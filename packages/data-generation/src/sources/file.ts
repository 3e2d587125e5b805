import {
  defineWeatherSource,
  type Instant,
  MINUTE,
  MlopsError,
  type ObservationBatch,
  type ObservationRequest,
  type RejectedInput,
  type Station,
  throwIfCancelled,
} from "@mlops/core";

import { assembleBatch } from "../observation/assemble-batch.ts";
import { isKnown } from "../observation/requested-hours.ts";
import { type FileCache, fileCache } from "./file/file-cache.ts";
import { fileOptions, type FileOptions } from "./file/file-options.ts";
import { digestFile, isKept, rawPayload } from "./file/raw-payload.ts";
import { readStationFile, type StationFile } from "./file/station-file.ts";

/**
 * Observations of a CSV or Parquet file with one row for each station and hour.
 *
 * `columns` maps fields of an observation to columns and says their units; values are converted to the units of the
 * contract. A cell that cannot be read, or lies outside what can be measured, is null and reported with its line; a row
 * that has no usable time, or repeats an instant, is left out and reported. Rows whose time could not be read are
 * reported with every request, since they belong to no window. The type of precipitation follows from amount and
 * temperature unless a column gives it.
 *
 * A station is parsed on its first request and kept until the file changes; later requests only cut a window.
 */
export default defineWeatherSource({
  name: "file",
  summary: "Observations of a CSV or Parquet file, its columns mapped and converted.",
  options: fileOptions,
  synthetic: false,
  hosts: () => [],
  async open(options, context) {
    const cache = fileCache(options.path);
    const stationFile = async (station: Station, signal?: AbortSignal): Promise<StationFile | undefined> => {
      throwIfCancelled(signal ?? context.signal);
      if (isOther(options, station)) return undefined;
      return cache.get(`station ${options.columns.station === undefined ? "" : station.id}`, () =>
        // Not the request's signal: another request may wait for the same read.
        readStationFile(options, station.id, context.signal),
      );
    };
    return {
      name: "file",
      synthetic: false,
      delayMinutes: options.delay_minutes,
      async span(station, signal) {
        const file = await stationFile(station, signal);
        const [first, last] = [file?.instants[0], file?.instants.at(-1)];
        return first === undefined || last === undefined ? undefined : { first, last };
      },
      async fetch(request) {
        assertOneStation(options, request);
        const windows: Window[] = [];
        for (const station of request.stations) {
          const file = await stationFile(station, request.signal);
          if (file !== undefined) windows.push(windowOf(file, station, request, options.delay_minutes));
        }
        throwIfCancelled(request.signal);
        return batchOf(options, request, windows, cache);
      },
      async [Symbol.asyncDispose]() {
        cache.clear();
      },
    };
  },
});

interface Window {
  readonly station: Station;
  readonly file: StationFile;
  /** Positions in `file.instants`. */
  readonly start: number;
  readonly end: number;
  readonly rejected: readonly RejectedInput[];
}

/** A file without a station column holds one station: the one that the options name, or else the only one asked for. */
function isOther(options: FileOptions, station: Station): boolean {
  return options.columns.station === undefined && options.station_id !== undefined && options.station_id !== station.id;
}

function assertOneStation(options: FileOptions, { stations }: ObservationRequest): void {
  if (options.columns.station !== undefined || options.station_id !== undefined || stations.length <= 1) return;
  const ids = stations.map((station) => station.id).join(", ");
  throw new MlopsError(
    "INVALID_ARGUMENT",
    `${options.path} has no station column, but several stations are asked for: ${ids}.`,
    {
      hint: "Map columns.station, or say by station_id whose observations the file holds.",
    },
  );
}

function windowOf(file: StationFile, station: Station, request: ObservationRequest, delayMinutes: number): Window {
  const { from, to, knownAt } = request;
  const latest = Math.min(to, knownAt - delayMinutes * MINUTE + 1);
  const start = lowerBound(file.instants, from);
  return {
    station,
    file,
    start,
    end: Math.max(start, lowerBound(file.instants, latest)),
    rejected: file.defects
      .filter(({ at }) => at === null || (at >= from && at < to && isKnown(at, knownAt, delayMinutes)))
      .map((defect) => defect.rejected),
  };
}

/** The first position whose instant is not before `instant`. */
function lowerBound(instants: readonly Instant[], instant: Instant): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instants[middle] ?? 0) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function batchOf(
  options: FileOptions,
  request: ObservationRequest,
  windows: readonly Window[],
  cache: FileCache,
): Promise<ObservationBatch> {
  const observations = windows.flatMap(({ station, file, start, end }) =>
    file.instants.slice(start, end).map((at, index) => ({
      where: options.path,
      observation: file.fields.observe(file.rows[start + index] ?? 0, station.id, at),
    })),
  );
  const used = windows.map(({ file, start, end }) => ({ table: file.table, rows: file.rows.slice(start, end) }));
  const payloads =
    observations.length === 0 || !isKept(request)
      ? []
      : [rawPayload(options.path, await cache.get("digest", () => digestFile(options.path)), request, used)];
  // The reader's own rejects know no station, so that every station's file has them.
  const rejected = new Map(
    windows
      .flatMap((window) => window.rejected)
      .map((entry) => [`${entry.where} ${entry.column} ${entry.message}`, entry]),
  );
  const reading = { observations, rejected: [...rejected.values()], unusable: [] };
  return assembleBatch(request, options.delay_minutes, [reading], payloads);
}
