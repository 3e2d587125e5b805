import type { WeatherObservation } from "@mlops/core";

/** The fields of an observation that hold a number. */
export type NumericField = {
  [Field in keyof WeatherObservation]: WeatherObservation[Field] extends number | null ? Field : never;
}[Exclude<keyof WeatherObservation, "observedAt">];

/**
 * Smallest and largest value that can have been measured near the ground, in the observation's units. They are wider
 * than the records of the World Meteorological Organization (−89.2 and 56.7 °C, gusts of 113 m/s, 305 mm in an hour,
 * 870 to 1085 hPa at sea level), as sensors of hot roads and high stations count too: a value outside is a defect of
 * the data, not of the weather. What is merely implausible is for the validators to judge.
 */
export const PHYSICAL_RANGE: Readonly<Record<NumericField, readonly [number, number]>> = {
  temperature: [-90, 65],
  dewPoint: [-100, 50],
  relativeHumidity: [0, 100],
  windSpeed: [0, 115],
  windDirection: [0, 360],
  windGust: [0, 130],
  precipitation: [0, 500],
  pressure: [500, 1100],
  visibility: [0, 300],
  cloudCover: [0, 10],
  solarRadiation: [0, 6],
  groundTemperature: [-95, 90],
};

export function isPhysical(field: NumericField, value: number): boolean {
  const [least, most] = PHYSICAL_RANGE[field];
  return value >= least && value <= most;
}
