import {
  precipitationTypeOf,
  HOUR,
  type Instant,
  type RejectedInput,
  utcOf,
  type WeatherObservation,
} from "@mlops/core";

import type { LocatedObservation, Reading, UnusableHour } from "../observation/assemble-batch.ts";
import { blankObservation } from "../observation/blank-observation.ts";
import { isPhysical, type NumericField } from "../observation/physical-range.ts";
import { markedTemperatures, readCell } from "./kma-cell.ts";
import { DOCUMENTED_LAYOUT, isHeaderLine, type KmaColumn, type KmaLayout, layoutOf } from "./kma-layout.ts";

/** Korean standard time: UTC+9 in every season. */
const KST_OFFSET = 9 * HOUR;

interface FieldRule {
  readonly field: NumericField;
  readonly column: KmaColumn;
  /** From the KMA's unit to the observation's. Default: the same. */
  readonly convert?: (value: number) => number;
}

/** Directions come in tens of degrees (0 calm, 36 north), visibility in tens of metres, the rest in our units. */
const FIELDS: readonly FieldRule[] = [
  { field: "temperature", column: "TA" },
  { field: "dewPoint", column: "TD" },
  { field: "relativeHumidity", column: "HM" },
  { field: "windSpeed", column: "WS" },
  { field: "windDirection", column: "WD", convert: (tens) => tens * 10 },
  { field: "windGust", column: "GST_WS" },
  { field: "precipitation", column: "RN" },
  { field: "visibility", column: "VS", convert: (tensOfMetres) => tensOfMetres / 100 },
  { field: "cloudCover", column: "CA_TOT" },
  { field: "solarRadiation", column: "SI" },
  { field: "groundTemperature", column: "TS" },
];

/**
 * Reads the text answer of `kma_sfctm2.php` and `kma_sfctm3.php`: `#` lines are comments, one of them names the
 * columns; the others are observations. What cannot be read is reported with its line, never dropped.
 *
 * @throws MlopsError KMA_RESPONSE_UNEXPECTED where the header names other columns than needed
 */
export function parseKmaText(text: string, locator: string): Reading {
  let layout = DOCUMENTED_LAYOUT;
  const observations: LocatedObservation[] = [];
  const rejected: RejectedInput[] = [];
  const unusable: UnusableHour[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    const where = `${locator}:${index + 1}`;
    if (isHeaderLine(line)) layout = layoutOf(line, where);
    if (line.trim() === "" || line.startsWith("#")) return;
    const row = parseRow(line, layout, where);
    rejected.push(...row.rejected);
    if (row.observation) observations.push({ where, observation: row.observation });
    else if (row.hour) unusable.push(row.hour);
  });
  return { observations, rejected, unusable };
}

interface Row {
  readonly observation?: WeatherObservation;
  readonly hour?: UnusableHour;
  readonly rejected: readonly RejectedInput[];
}

function parseRow(line: string, layout: KmaLayout, where: string): Row {
  const cells = line.trim().split(/\s+/);
  const textOf = (column: KmaColumn): string | undefined => cells[layout.position.get(column) ?? -1];
  const at = instantOf(textOf("TM"));
  const station = textOf("STN");
  const refuse = (message: string): Row => ({
    rejected: [{ where, text: line.slice(0, 120), message }],
    ...(at !== undefined && station !== undefined && /^\d+$/.test(station) ? { hour: { station, at } } : {}),
  });
  if (at === undefined) return refuse(`"${textOf("TM") ?? ""}" is not a time like 202401311500.`);
  if (station === undefined || !/^\d{1,6}$/.test(station)) return refuse(`"${station ?? ""}" is no station number.`);
  if (cells.length < layout.fewest || cells.length > layout.most) {
    return refuse(`The line has ${cells.length} columns where ${expectedColumns(layout)} are expected.`);
  }
  const { values, rejected } = readFields(textOf, where);
  const { precipitation: _always, ...measured } = values;
  if (Object.values(measured).every((value) => value === null)) {
    return refuse("The station reports no value for this hour.");
  }
  const observation = {
    ...blankObservation(station, at, "kma"),
    ...values,
    precipitationType: precipitationTypeOf(values.precipitation ?? null, values.temperature ?? null),
    conditionCode: conditionOf(textOf("WW")),
  };
  return { observation, rejected };
}

interface Fields {
  readonly values: Partial<Record<NumericField, number | null>>;
  readonly rejected: readonly RejectedInput[];
}

function readFields(textOf: (column: KmaColumn) => string | undefined, where: string): Fields {
  const rejected: RejectedInput[] = [];
  const marked = markedTemperatures(textOf);
  const read = ({ field, column, convert = (value) => value }: FieldRule): number | null => {
    const text = textOf(column);
    if (text === undefined || marked.has(column)) return null;
    const raw = readCell(column, text);
    if (raw === null) return null;
    const value = raw === undefined ? undefined : convert(raw);
    if (value !== undefined && isPhysical(field, value)) return value;
    const message = value === undefined ? "Not a number." : "Outside of what can be measured.";
    rejected.push({ where, column, text, message });
    return null;
  };
  const values: Partial<Record<NumericField, number | null>> = Object.fromEntries(
    FIELDS.map((rule) => [rule.field, read(rule)]),
  );
  values.pressure = read({ field: "pressure", column: "PS" }) ?? read({ field: "pressure", column: "PA" });
  return { values, rejected };
}

/** Undefined for a time that does not exist. */
function instantOf(text: string | undefined): Instant | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text ?? "");
  if (!match) return undefined;
  const [year, month, day, hour, minute] = match.slice(1).map(Number) as [number, number, number, number, number];
  const local = utcOf(year, month, day, hour, minute);
  return local === undefined ? undefined : local - KST_OFFSET;
}

/** The KMA's own code of the present weather, as written. */
function conditionOf(text: string | undefined): string | null {
  return text === undefined || text === "-" || text.startsWith("-9") ? null : text;
}

function expectedColumns({ fewest, most }: KmaLayout): string {
  return fewest === most ? String(most) : `${fewest} to ${most}`;
}

/** `202401311500` in Korean standard time, as the request parameters want it. */
export function formatKmaTime(at: Instant): string {
  return new Date(at + KST_OFFSET).toISOString().replace(/\D/g, "").slice(0, 12);
}
