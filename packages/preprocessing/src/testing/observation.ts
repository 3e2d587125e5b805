import type { WeatherObservation } from "@mlops/core";

/** An observation of station X with the given fields; whatever is not given was not observed. */
export function observation(
  fields: Partial<WeatherObservation> & Pick<WeatherObservation, "observedAt">,
): WeatherObservation {
  return {
    station: "X",
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
    source: "test",
    synthetic: false,
    ...fields,
  };
}
