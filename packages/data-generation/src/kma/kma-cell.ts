import type { KmaColumn } from "./kma-layout.ts";

/** A cell: its number, null where nothing was observed, undefined where it cannot be read. */
export type CellValue = number | null | undefined;

const COLDEST = -50;
const MARK = -9;
const WARMEST_AIR_ABOVE = 15;
const BELOW_ZERO = new Set<KmaColumn>(["TA", "TD", "TS"]);

/**
 * The KMA marks what was not observed by −9, −9.0, −99 or −999, whichever column it is; no column has a mark that
 * could not be confused. What a value means is therefore decided by its column:
 *
 * - temperatures (TA, TD, TS): −9.0 °C is an ordinary winter morning and is kept unless
 *   `markedTemperatures` tells otherwise; −50 and below is missing (the
 *   coldest ever measured in South Korea is −32.6 °C, Yangpyeong 1981);
 * - precipitation (RN): −9.0 is what stands in an hour in which nothing fell, and counts as 0 mm; −50 and below is
 *   missing;
 * - every other column cannot be negative: below zero is missing.
 */
export function readCell(column: KmaColumn, text: string): CellValue {
  if (text === "-") return null;
  if (!/^[-+]?\d+(?:\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  if (BELOW_ZERO.has(column)) return value <= COLDEST ? null : value;
  if (column === "RN") return value <= COLDEST ? null : Math.max(0, value);
  return value < 0 ? null : value;
}

/**
 * Temperature columns whose −9.0 is the mark and not a temperature, told by their neighbours:
 *
 * - the dew point, where humidity is missing: one cannot be known without the other;
 * - the air temperature, where dew point, humidity and vapour pressure all read −9: the sensor is out;
 * - the ground, where the air above it is unknown or more than 15 °C warmer.
 */
export function markedTemperatures(textOf: (column: KmaColumn) => string | undefined): ReadonlySet<KmaColumn> {
  const valueOf = (column: KmaColumn): number => Number(textOf(column));
  const marked = new Set<KmaColumn>();
  if (valueOf("TD") === MARK && valueOf("HM") < 0) {
    marked.add("TD");
    if (valueOf("TA") === MARK && valueOf("PV") === MARK) marked.add("TA");
  }
  const air = marked.has("TA") || valueOf("TA") <= COLDEST ? Number.NaN : valueOf("TA");
  if (valueOf("TS") === MARK && !(air <= MARK + WARMEST_AIR_ABOVE)) marked.add("TS");
  return marked;
}
