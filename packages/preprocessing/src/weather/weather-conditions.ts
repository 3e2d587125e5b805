import type { WeatherObservation } from "@mlops/core";

/**
 * Conditions of an observation; null where the reading is missing. Heavy rain is light rain too, so that their count,
 * the severity level, grows with the amount.
 */
export interface WeatherConditions {
  /** Under 0 °C. */
  readonly freezing: boolean | null;
  /** Over 30 °C. */
  readonly hot: boolean | null;
  /** More than 10 mm in the hour. */
  readonly heavyRain: boolean | null;
  /** Any precipitation in the hour. */
  readonly lightRain: boolean | null;
  /** Over 10 m/s. */
  readonly windy: boolean | null;
}

export function weatherConditions(
  observation: Pick<WeatherObservation, "temperature" | "precipitation" | "windSpeed">,
): WeatherConditions {
  const { temperature, precipitation, windSpeed } = observation;
  return {
    freezing: temperature === null ? null : temperature < 0,
    hot: temperature === null ? null : temperature > 30,
    heavyRain: precipitation === null ? null : precipitation > 10,
    lightRain: precipitation === null ? null : precipitation > 0,
    windy: windSpeed === null ? null : windSpeed > 10,
  };
}
