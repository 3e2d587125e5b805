import { isMlopsError, parseInstant, utcOf } from "@mlops/core";

/** UTC milliseconds of a calendar date `2024-01-31` or an ISO 8601 instant with its zone; null for anything else. */
export function parseDate(text: string): number | null {
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (date !== null) return utcOf(Number(date[1]), Number(date[2]), Number(date[3])) ?? null;
  try {
    return parseInstant(text);
  } catch (error) {
    if (isMlopsError(error)) return null;
    throw error;
  }
}
