import { DAY } from "@mlops/core";

/** A calendar date as the number of days since 1970-01-01, without any zone. */
export type EpochDay = number;

/** Months and days count from 1. */
export function epochDay(year: number, month: number, day: number): EpochDay {
  return Date.UTC(year, month - 1, day) / DAY;
}

/** 0 for Monday … 6 for Sunday. */
export function dayOfWeek(date: EpochDay): number {
  return (((date + 3) % 7) + 7) % 7;
}

/** `2013-02-10` */
export function formatEpochDay(date: EpochDay): string {
  return new Date(date * DAY).toISOString().slice(0, 10);
}
