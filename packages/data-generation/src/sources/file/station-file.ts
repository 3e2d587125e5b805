import { openTableFile, type ReadOptions, type TableRead } from "@mlops/adapters";
import { formatInstant, type Instant, type RejectedInput } from "@mlops/core";
import { cellAt, type Table } from "@mlops/table";

import { type FileOptions, numericFields } from "./file-options.ts";
import { type FieldReaders, fieldReaders } from "./read-fields.ts";
import { readInstants } from "./read-instants.ts";

/** A defect of the file, and the instant of its row; null where that could not be read. */
export interface LocatedDefect {
  readonly at: Instant | null;
  readonly rejected: RejectedInput;
}

/** One station's rows of the file, ready to be cut into windows. */
export interface StationFile {
  readonly table: Table;
  readonly fields: FieldReaders;
  /** Ascending and unique. */
  readonly instants: readonly Instant[];
  /** The table's row of each instant. */
  readonly rows: readonly number[];
  readonly defects: readonly LocatedDefect[];
}

/** A defect before it is known where in the file its row stands. */
interface RowDefect {
  readonly at: Instant | null;
  readonly row: number;
  readonly column?: string;
  readonly text?: string;
  /** Row whose place the message ends with. */
  readonly keptRow?: number;
  readonly message: string;
}

/**
 * Reads the rows of one station, or all rows of a file without a station column. Of several rows of one instant the
 * first is kept; the others are defects, as are cells and rows that cannot be read.
 *
 * @throws MlopsError FILE_NOT_FOUND, FILE_EMPTY, FILE_DAMAGED, TABLE_COLUMN_UNKNOWN, TIME_ZONE_NEEDED, CANCELLED
 */
export async function readStationFile(
  options: FileOptions,
  station: string,
  signal: AbortSignal | undefined,
): Promise<StationFile> {
  await using file = await openTableFile(options.path, readOptions(options, station, signal));
  const read = await file.read();
  const { timed, unreadable } = rowsByInstant(read.table, options);
  const kept = timed.filter(({ at }, index) => at !== timed[index - 1]?.at);
  const keptRow = new Map(kept.map(({ at, row }) => [at, row]));
  const repeated = timed.flatMap(({ at, row }): RowDefect[] => {
    const first = keptRow.get(at);
    if (first === undefined || first === row) return [];
    const message = `The row was left out: station ${station} has ${formatInstant(at)} already at`;
    return [{ at, row, keptRow: first, message }];
  });
  const fields = fieldReaders(read.table, options.columns);
  const cells = kept.flatMap(({ at, row }) =>
    fields.problems(row).map(({ column, text, problem }): RowDefect => {
      return { at, row, column, text, message: `"${text}" ${problem}; the field is null.` };
    }),
  );
  return {
    table: read.table,
    fields,
    instants: kept.map(({ at }) => at),
    rows: kept.map(({ row }) => row),
    defects: [...brokenRows(read), ...(await located(read, [...unreadable, ...repeated, ...cells]))],
  };
}

function readOptions(options: FileOptions, station: string, signal: AbortSignal | undefined): ReadOptions {
  const { columns } = options;
  const mapped = [
    columns.station,
    columns.observed_at,
    ...Object.keys(numericFields).map((key) => columns[key as keyof typeof numericFields]),
    columns.precipitation_type,
    columns.condition_code,
  ];
  const names = [...new Set(mapped.flatMap((column) => (column === undefined ? [] : [column.column])))];
  const isParquet = options.format === "parquet" || (!options.format && /\.parquet$/i.test(options.path));
  return {
    columns: names,
    // Text keeps what the file says, for reports and for the raw payload; Parquet has types of its own.
    ...(isParquet ? {} : { types: Object.fromEntries(names.map((name) => [name, "string" as const])) }),
    ...(columns.station === undefined ? {} : { where: { [columns.station.column]: [station] } }),
    ...(options.format === undefined ? {} : { format: options.format }),
    nullValues: options.null_values,
    encoding: options.encoding,
    ...(signal === undefined ? {} : { signal }),
  };
}

interface TimedRow {
  readonly at: Instant;
  readonly row: number;
}

function rowsByInstant(
  table: Table,
  options: FileOptions,
): { readonly timed: readonly TimedRow[]; readonly unreadable: readonly RowDefect[] } {
  const { column: name } = options.columns.observed_at;
  const column = table.column(name);
  const instantOf = readInstants(column, options.columns.observed_at, options.path);
  const timed: TimedRow[] = [];
  const unreadable: RowDefect[] = [];
  for (let row = 0; row < table.rowCount; row += 1) {
    const reading = instantOf(row);
    if ("problem" in reading) {
      const text = String(cellAt(column, row));
      unreadable.push({
        at: null,
        row,
        column: name,
        text,
        message: `The row was left out: "${text}" ${reading.problem}`,
      });
    } else if (reading.value === null) {
      unreadable.push({ at: null, row, column: name, message: "The row was left out: it has no time." });
    } else {
      timed.push({ at: reading.value, row });
    }
  }
  return { timed: timed.sort((a, b) => a.at - b.at || a.row - b.row), unreadable };
}

/** Rows that the reader could not take apart: their station and instant are unknown. */
function brokenRows({ rejected, rejectedCount }: TableRead): LocatedDefect[] {
  const more = rejectedCount - rejected.length;
  const last = rejected.at(-1);
  const rest =
    more > 0 && last ? [{ where: last.where, message: `${more} more rows after this one were left out.` }] : [];
  return [...rejected, ...rest].map((entry) => ({ at: null, rejected: entry }));
}

async function located(read: TableRead, defects: readonly RowDefect[]): Promise<LocatedDefect[]> {
  const places = await read.locate(defects.flatMap(({ row, keptRow }) => [row, keptRow ?? row]));
  return defects.map(({ at, column, text, keptRow, message }, index) => ({
    at,
    rejected: {
      where: places[2 * index] ?? "",
      ...(column === undefined ? {} : { column }),
      ...(text === undefined ? {} : { text }),
      message: keptRow === undefined ? message : `${message} ${places[2 * index + 1]}.`,
    },
  }));
}
