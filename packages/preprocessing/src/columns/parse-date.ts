/** UTC milliseconds of a calendar date `2024-01-31` or an ISO 8601 instant with its zone; null for anything else. */
export function parseDate(text: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.exec(text);
  if (parts === null) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (!isDay(year, month, day)) return null;
  const instant = parts[4] === undefined ? Date.UTC(year, month - 1, day) : Date.parse(text);
  return Number.isNaN(instant) ? null : instant;
}

/** Whether the calendar has the day; months from 1. */
export function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
