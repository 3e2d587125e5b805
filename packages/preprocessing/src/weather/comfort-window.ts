import { humidityPenalty, precipitationPenalty, temperaturePenalty, windPenalty } from "./comfort-formula.ts";
import { gatherHours, LONGEST_LOOKBACK_HOURS, type ObservationSeries, valueAt } from "./observation-series.ts";
import { mean, median } from "./statistics.ts";

/**
 * The comfort score of a window of hours, each given as an index into the series or −1.
 *
 * What the window must hold: temperature and humidity in at least two thirds of its hours (a median and a mean stand a
 * gap), precipitation and wind in every hour (a gap may hide the rain or the peak). A summary whose values are too few
 * is NaN, and so is the score: a penalty that is not known is never 0.
 */
export interface WindowScore {
  /** Penalties in score points; NaN where not known. */
  temperature: number;
  precipitation: number;
  wind: number;
  humidity: number;
  /** 0–100; NaN where a penalty is not known. */
  score: number;
}

export function emptyWindowScore(): WindowScore {
  const { NaN: unknown } = Number;
  return { temperature: unknown, precipitation: unknown, wind: unknown, humidity: unknown, score: unknown };
}

/** Hours that must have a temperature, and as many that must have a humidity. */
export function neededHours(hours: number): number {
  return Math.ceil((2 * hours) / 3);
}

const scratch = new Float64Array(LONGEST_LOOKBACK_HOURS);

/** Scores the hours `slots[first] … slots[first + hours − 1]` into `result` and returns the score. */
export function scoreHours(
  series: ObservationSeries,
  slots: Int32Array,
  first: number,
  hours: number,
  result: WindowScore,
): number {
  const needed = neededHours(hours);
  const temperatures = gatherHours(series.temperature, slots, first, hours, scratch);
  result.temperature = temperatures < needed ? Number.NaN : temperaturePenalty(median(scratch, temperatures));
  const humidities = gatherHours(series.humidity, slots, first, hours, scratch);
  result.humidity = humidities < needed ? Number.NaN : humidityPenalty(mean(scratch, humidities));
  let rain = 0;
  let snow = 0;
  let peak = 0;
  for (let slot = first; slot < first + hours; slot++) {
    const index = slots[slot] as number;
    rain += valueAt(series.rain, index);
    snow += valueAt(series.snow, index);
    peak = Math.max(peak, valueAt(series.wind, index));
  }
  result.precipitation = precipitationPenalty(rain, snow);
  result.wind = windPenalty(peak);
  const { temperature, precipitation, wind, humidity } = result;
  result.score = Math.max(0, 100 - temperature - precipitation - wind - humidity);
  return result.score;
}
