import { neededHours } from "../comfort-window.ts";
import { gatherHours, type ObservationSeries, valueAt } from "../observation-series.ts";
import { centralMoment, mean, median, slope, standardDeviation } from "../statistics.ts";

const WINDOW_HOURS = 3;
const TREND_HOURS = 6;
const DISTRIBUTION_HOURS = 24;
const NEEDED_FOR_TREND = 3;
const NEEDED_FOR_DISTRIBUTION = 12;
/** K²; below it the shape of a distribution is rounding noise. */
const LEAST_VARIANCE = 1e-12;

/**
 * The last 3 hours. As in the comfort score, temperature and humidity need two of them, totals and peaks all three;
 * what is not known is NaN.
 */
export interface WindowSummary {
  readonly temperatureMedian: number;
  readonly temperatureRange: number;
  readonly temperatureDeviation: number;
  readonly windPeak: number;
  readonly windMean: number;
  readonly windDeviation: number;
  readonly precipitationTotal: number;
  readonly precipitationPeak: number;
  readonly humidityMean: number;
  /** Share of the 3 × 4 values of temperature, humidity, wind and precipitation that were observed, 0–1. */
  readonly completeness: number;
}

/** Changes over the last hours, slopes per hour; NaN where fewer than three (24 hours: twelve) values were observed. */
export interface HourlyTrends {
  readonly temperatureSlope: number;
  readonly temperatureDeviation: number;
  readonly humiditySlope: number;
  readonly windSlope: number;
  readonly windDeviation: number;
  readonly precipitationDeviation: number;
  /** Newest hour less the one two hours before. */
  readonly temperatureChange: number;
  readonly humidityChange: number;
  /** hPa, newest hour less the one three hours before. */
  readonly pressureChange: number;
  readonly temperatureSkewness: number;
  /** Excess: 0 for a normal distribution. */
  readonly temperatureKurtosis: number;
}

const values = new Float64Array(DISTRIBUTION_HOURS);
const hours = new Float64Array(TREND_HOURS);

export function windowSummary(series: ObservationSeries, slots: Int32Array): WindowSummary {
  const gather = (column: Float64Array): number => gatherHours(column, slots, 0, WINDOW_HOURS, values);
  const needed = neededHours(WINDOW_HOURS);

  const temperatures = gather(series.temperature);
  const temperatureKnown = temperatures >= needed;
  const temperatureDeviation = temperatureKnown ? standardDeviation(values, temperatures) : Number.NaN;
  const temperatureMedian = temperatureKnown ? median(values, temperatures) : Number.NaN;
  // The median has sorted the values.
  const temperatureRange = temperatureKnown ? (values[temperatures - 1] as number) - (values[0] as number) : Number.NaN;

  const humidities = gather(series.humidity);
  const humidityMean = humidities >= needed ? mean(values, humidities) : Number.NaN;

  const winds = gather(series.wind);
  const windKnown = winds === WINDOW_HOURS;
  const windMean = windKnown ? mean(values, winds) : Number.NaN;
  const windDeviation = windKnown ? standardDeviation(values, winds) : Number.NaN;
  const windPeak = windKnown ? largest(winds) : Number.NaN;

  const amounts = gather(series.precipitation);
  const precipitationKnown = amounts === WINDOW_HOURS;
  return {
    temperatureMedian,
    temperatureRange,
    temperatureDeviation,
    windPeak,
    windMean,
    windDeviation,
    precipitationTotal: precipitationKnown ? total(amounts) : Number.NaN,
    precipitationPeak: precipitationKnown ? largest(amounts) : Number.NaN,
    humidityMean,
    completeness: (temperatures + humidities + winds + amounts) / (4 * WINDOW_HOURS),
  };
}

export function hourlyTrends(series: ObservationSeries, slots: Int32Array): HourlyTrends {
  const change = (column: Float64Array, lag: number): number =>
    valueAt(column, slots[0] as number) - valueAt(column, slots[lag] as number);
  const count = gatherHours(series.temperature, slots, 0, DISTRIBUTION_HOURS, values);
  const variance = count >= NEEDED_FOR_DISTRIBUTION ? centralMoment(values, count, 2) : Number.NaN;
  const shaped = variance > LEAST_VARIANCE;
  const temperatureSkewness = shaped ? centralMoment(values, count, 3) / variance ** 1.5 : Number.NaN;
  // Kurtosis is at least 1; rounding may fall a little under it.
  const temperatureKurtosis = shaped ? Math.max(1, centralMoment(values, count, 4) / variance ** 2) - 3 : Number.NaN;
  return {
    temperatureSlope: slopeOf(series.temperature, slots),
    temperatureDeviation: deviationOf(series.temperature, slots),
    humiditySlope: slopeOf(series.humidity, slots),
    windSlope: slopeOf(series.wind, slots),
    windDeviation: deviationOf(series.wind, slots),
    precipitationDeviation: deviationOf(series.precipitation, slots),
    temperatureChange: change(series.temperature, 2),
    humidityChange: change(series.humidity, 2),
    pressureChange: change(series.pressure, 3),
    temperatureSkewness,
    temperatureKurtosis,
  };
}

function slopeOf(column: Float64Array, slots: Int32Array): number {
  let count = 0;
  for (let slot = 0; slot < TREND_HOURS; slot++) {
    const value = valueAt(column, slots[slot] as number);
    if (Number.isNaN(value)) continue;
    values[count] = value;
    hours[count++] = -slot;
  }
  return count < NEEDED_FOR_TREND ? Number.NaN : slope(hours, values, count);
}

function deviationOf(column: Float64Array, slots: Int32Array): number {
  const count = gatherHours(column, slots, 0, TREND_HOURS, values);
  return count < NEEDED_FOR_TREND ? Number.NaN : standardDeviation(values, count);
}

function largest(count: number): number {
  let peak = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < count; index++) peak = Math.max(peak, values[index] as number);
  return peak;
}

function total(count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += values[index] as number;
  return sum;
}
