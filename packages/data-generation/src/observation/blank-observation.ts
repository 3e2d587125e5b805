import type { Instant, WeatherObservation } from "@mlops/core";

/** An observation in which nothing was observed; sources fill in what they have. */
export function blankObservation(
  station: string,
  observedAt: Instant,
  source: string,
  synthetic = false,
): WeatherObservation {
  return {
    station,
    observedAt,
    temperature: null,
    dewPoint: null,
    relativeHumidity: null,
    windSpeed: null,
    windDirection: null,
    windGust: null,
    precipitation: null,
    precipitationType: null,
    pressure: null,
    visibility: null,
    cloudCover: null,
    solarRadiation: null,
    groundTemperature: null,
    conditionCode: null,
    source,
    synthetic,
  };
}
