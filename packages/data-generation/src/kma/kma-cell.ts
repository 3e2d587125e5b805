import type { KmaColumn } from "./kma-layout.ts";

/** A cell: its number, null where nothing was observed, undefined where it cannot be read. */
export type CellValue = number | null | undefined;

const COLDEST = -50;
const ALL_MISSING_MARK = -9;
const MOIST_COLUMNS = ["TA", "TD", "HM", "PV"] as const;
const BELOW_ZERO = new Set<KmaColumn>(["TA", "TD", "TS"]);

/**
 * The KMA marks what was not observed by −9, −9.0, −99 or −999, whichever column it is; no column has a mark that
 * could not be confused. What a value means is therefore decided by its column:
 *
 * - temperatures (TA, TD, TS): −9.0 °C is an ordinary winter morning and is kept; −50 and below is missing (the
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
 * True where temperature, dew point, humidity and vapour pressure all read −9: the sensor is out, since a dew point of
 * −9.0 °C cannot be known without humidity.
 */
export function isThermometerOut(textOf: (column: KmaColumn) => string | undefined): boolean {
  return MOIST_COLUMNS.every((column) => Number(textOf(column)) === ALL_MISSING_MARK);
}
