import {
  formatInstant,
  type Instant,
  instantOfLocal,
  isMlopsError,
  MINUTE,
  MlopsError,
  offsetMinutes,
  parseInstant,
  utcOf,
} from "@mlops/core";
import type { CellValue, Column } from "@mlops/table";

import type { ObservedAtColumn } from "./file-options.ts";
import { type CellReading, numberOf, readCells, type ReadCell } from "./read-cells.ts";

const naive = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/;

/**
 * The instants of a time column. Texts with `Z` or an offset are used as they are; local times are read in the column's
 * zone. A local time that does not exist, or exists twice without a given choice, is a problem of its row.
 *
 * @throws MlopsError TIME_ZONE_NEEDED on the first local time of a column without a zone
 */
export function readInstants(column: Column, options: ObservedAtColumn, file: string): ReadCell<Instant> {
  return readCells(column, (cell) => {
    if (column.type === "instant") return { value: Number(cell) };
    if (options.format === "epoch_seconds") return instantOfNumber(cell, 1000);
    if (options.format === "epoch_milliseconds") return instantOfNumber(cell, 1);
    return typeof cell === "string" ? instantOfText(cell.trim(), options, file) : { problem: "is not a time" };
  });
}

function instantOfNumber(cell: Exclude<CellValue, null>, factor: number): CellReading<Instant> {
  const reading = numberOf(cell);
  if ("problem" in reading) return { problem: "is not a number of the epoch" };
  if (reading.value === null) return reading;
  const instant = Math.floor(reading.value * factor);
  return Number.isNaN(new Date(instant).getTime()) ? { problem: "lies outside the calendar" } : { value: instant };
}

function instantOfText(text: string, options: ObservedAtColumn, file: string): CellReading<Instant> {
  const match = naive.exec(text);
  try {
    return { value: match === null ? parseInstant(text) : instantOfNaive(text, match, options, file) };
  } catch (error) {
    if (!isMlopsError(error) || error.code !== "INSTANT_INVALID") throw error;
    return { problem: `is not a usable time: ${error.message}` };
  }
}

function instantOfNaive(text: string, match: RegExpExecArray, options: ObservedAtColumn, file: string): Instant {
  const { column, time_zone: zone, disambiguation } = options;
  if (zone === undefined) {
    throw new MlopsError("TIME_ZONE_NEEDED", `The column "${column}" of ${file} holds local times such as "${text}".`, {
      hint: `Say their zone: columns.observed_at: { column: ${column}, time_zone: America/New_York }.`,
      details: { column, file, text },
    });
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const millisecond = Math.trunc(Number(`0.${match[7] ?? 0}`) * 1000);
  const local = utcOf(year, month, day, hour, minute, second, millisecond);
  if (local === undefined) {
    throw new MlopsError("INSTANT_INVALID", `"${text}" names a date or time that does not exist.`);
  }
  // A time in the gap of the clock's change never was; a choice between two readings cannot mend it.
  const instant = instantOfLocal(local, zone, disambiguation ?? "reject");
  if (disambiguation === undefined || exists(local, zone)) return instant;
  throw new MlopsError("INSTANT_INVALID", `${formatInstant(local).replace("Z", "")} does not exist in ${zone}.`);
}

function exists(local: number, zone: string): boolean {
  const instant = instantOfLocal(local, zone, "earlier");
  return instant + offsetMinutes(instant, zone) * MINUTE === local;
}
