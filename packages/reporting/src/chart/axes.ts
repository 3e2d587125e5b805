import type { Extent } from "../bounding/extent.ts";
import { plainLabel } from "./plain-label.ts";

/** Longest title of an axis. */
const TITLE = 48;

/** A numeric axis over the given domain, or over the data with round ends. */
export function numericAxis(field: string, title: string, options: { domain?: Extent; format?: string } = {}) {
  const { domain, format = formatFor(domain) } = options;
  return {
    field,
    type: "quantitative",
    title: plainLabel(title, TITLE),
    scale: {
      zero: false,
      nice: domain === undefined,
      ...(domain === undefined ? {} : { domain: [domain.low, domain.high] }),
    },
    axis: { tickCount: 6, ...(format === undefined ? {} : { format }) },
  } as const;
}

/** An axis of rates from 0 to 1. */
export function rateAxis(field: string, title: string) {
  return numericAxis(field, title, { domain: { low: 0, high: 1 }, format: ".1f" });
}

/** An axis of instants (UTC milliseconds), labelled in UTC. */
export function instantAxis(field: string, title: string) {
  return {
    field,
    type: "temporal",
    title: plainLabel(title, TITLE),
    scale: { type: "utc" },
    axis: { tickCount: 8, labelOverlap: true, labelExpr: INSTANT_LABEL },
  } as const;
}

/** Midnights show the date, first days of a month the month, the rest the time. */
const INSTANT_LABEL =
  "utchours(datum.value) !== 0 || utcminutes(datum.value) !== 0 ? utcFormat(datum.value, '%H:%M') : " +
  "utcdate(datum.value) !== 1 ? utcFormat(datum.value, '%d %b') : utcFormat(datum.value, '%b %Y')";

/** Large numbers are written with a suffix: 250k, 3M. */
function formatFor(domain: Extent | undefined): string | undefined {
  if (domain === undefined) return undefined;
  return Math.max(Math.abs(domain.low), Math.abs(domain.high)) >= 100_000 ? "~s" : undefined;
}
