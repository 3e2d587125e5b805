import type { PrecipitationType } from "../contracts/weather.ts";

const WARMEST_SNOW = 2;

/**
 * None where nothing fell, snow up to 2.0 °C, else rain. Null where the amount is unknown, or something fell at an
 * unknown temperature.
 *
 * @param precipitation millimetres
 * @param temperature °C
 */
export function precipitationTypeOf(
  precipitation: number | null,
  temperature: number | null,
): PrecipitationType | null {
  if (precipitation === null) return null;
  if (precipitation === 0) return "none";
  if (temperature === null) return null;
  return temperature <= WARMEST_SNOW ? "snow" : "rain";
}
