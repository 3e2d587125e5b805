import { HOUR, type Instant, precipitationTypeOf, type PrecipitationType, type WeatherObservation } from "@mlops/core";

/**
 * Observations of one station as columns, in the order of time; NaN is what was not observed.
 *
 * A value that cannot be (outside `observableRanges`, not finite) counts as not observed: it never enters a score or a
 * feature. The data-quality report and the validators name it.
 */
export interface ObservationSeries {
  readonly length: number;
  /** Strictly ascending. */
  readonly at: Float64Array;
  /** °C */
  readonly temperature: Float64Array;
  /** Percent. */
  readonly humidity: Float64Array;
  /** m/s */
  readonly wind: Float64Array;
  /** mm in the hour, of any kind. */
  readonly precipitation: Float64Array;
  /** mm in the hour that fell as rain; NaN where amount or kind is unknown. */
  readonly rain: Float64Array;
  /** mm in the hour that fell as snow; NaN where amount or kind is unknown. */
  readonly snow: Float64Array;
  /** hPa */
  readonly pressure: Float64Array;
  /** km */
  readonly visibility: Float64Array;
}

/** Closed ranges outside which a value is an error of the instrument or of the source. */
const observableRanges = {
  temperature: [-50, 60],
  relativeHumidity: [0, 100],
  windSpeed: [0, 100],
  precipitation: [0, 1000],
  pressure: [500, 1100],
  visibility: [0, 1000],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

/** The longest window that may be looked back over: a week. */
export const LONGEST_LOOKBACK_HOURS = 168;

/**
 * @param observations of one station, in any order; of two at one instant the later in the list counts
 */
export function observationSeries(observations: readonly WeatherObservation[]): ObservationSeries {
  const rows = inOrderOfTime(observations);
  const column = (valueOf: (row: WeatherObservation) => number): Float64Array => Float64Array.from(rows, valueOf);
  return {
    length: rows.length,
    at: column((row) => row.observedAt),
    temperature: column((row) => observed(row, "temperature")),
    humidity: column((row) => observed(row, "relativeHumidity")),
    wind: column((row) => observed(row, "windSpeed")),
    precipitation: column((row) => observed(row, "precipitation")),
    rain: column((row) => amountOf(row, "rain")),
    snow: column((row) => amountOf(row, "snow")),
    pressure: column((row) => observed(row, "pressure")),
    visibility: column((row) => observed(row, "visibility")),
  };
}

/** The kind of precipitation: none for 0 mm, as the source says, else by amount and temperature; null where unknown. */
export function kindOfPrecipitation(
  observation: Pick<WeatherObservation, "precipitation" | "precipitationType" | "temperature">,
): PrecipitationType | null {
  const { precipitation, precipitationType, temperature } = observation;
  const told = precipitationType === "rain" || precipitationType === "snow";
  if (told && precipitation !== null && precipitation !== 0) return precipitationType;
  return precipitationTypeOf(precipitation, temperature);
}

/** A value of a column, NaN for the index −1. */
export function valueAt(column: Float64Array, index: number): number {
  return index < 0 ? Number.NaN : (column[index] as number);
}

/** Index after the last observation at or before `instant`. */
function countUntil(series: ObservationSeries, instant: Instant): number {
  let low = 0;
  let high = series.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((series.at[middle] as number) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Writes into `slots` which observation stands for each hour before `instant`: slot k is the newest one in
 * (instant − (k + 1) h, instant − k h], or −1. Nothing later than `instant` is looked at.
 */
export function fillHourSlots(series: ObservationSeries, instant: Instant, slots: Int32Array): void {
  slots.fill(-1);
  for (let index = countUntil(series, instant) - 1; index >= 0; index--) {
    const slot = Math.floor((instant - (series.at[index] as number)) / HOUR);
    if (slot >= slots.length) return;
    if (slots[slot] === -1) slots[slot] = index;
  }
}

/** Copies what was observed in the hours `slots[first] …` into `values`; returns how many values there are. */
export function gatherHours(
  column: Float64Array,
  slots: Int32Array,
  first: number,
  hours: number,
  values: Float64Array,
): number {
  let count = 0;
  for (let slot = first; slot < first + hours; slot++) {
    const value = valueAt(column, slots[slot] as number);
    if (!Number.isNaN(value)) values[count++] = value;
  }
  return count;
}

function inOrderOfTime(observations: readonly WeatherObservation[]): readonly WeatherObservation[] {
  const sorted = observations.every(
    (row, index) => index === 0 || (observations[index - 1] as WeatherObservation).observedAt <= row.observedAt,
  )
    ? observations
    : observations.toSorted((a, b) => a.observedAt - b.observedAt);
  return sorted.filter((row, index) => row.observedAt !== sorted[index + 1]?.observedAt);
}

function observed(row: WeatherObservation, field: keyof typeof observableRanges): number {
  const value = row[field];
  const [low, high] = observableRanges[field];
  return value !== null && value >= low && value <= high ? value : Number.NaN;
}

function amountOf(row: WeatherObservation, wanted: "rain" | "snow"): number {
  const amount = observed(row, "precipitation");
  const temperature = observed(row, "temperature");
  const kind = kindOfPrecipitation({
    precipitation: Number.isNaN(amount) ? null : amount,
    precipitationType: row.precipitationType,
    temperature: Number.isNaN(temperature) ? null : temperature,
  });
  if (kind === null) return Number.NaN;
  return kind === wanted ? amount : 0;
}
