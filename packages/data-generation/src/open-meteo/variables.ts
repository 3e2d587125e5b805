import type { NumericField } from "../observation/physical-range.ts";

/** One hourly variable: what it becomes, the unit that is asked for, and whether the archive has it. */
export interface Variable {
  readonly name: string;
  readonly unit: string;
  readonly field: NumericField;
  readonly inArchive: boolean;
  readonly convert?: (value: number) => number;
}

/** W/m² as the mean of the preceding hour, times 3600 s, is J/m². */
const SECONDS_PER_MEGA = 3600 / 1_000_000;

/** https://open-meteo.com/en/docs, hourly parameters. Precipitation and radiation are of the hour before. */
export const VARIABLES: readonly Variable[] = [
  { name: "temperature_2m", unit: "°C", field: "temperature", inArchive: true },
  { name: "dew_point_2m", unit: "°C", field: "dewPoint", inArchive: true },
  { name: "relative_humidity_2m", unit: "%", field: "relativeHumidity", inArchive: true },
  { name: "wind_speed_10m", unit: "m/s", field: "windSpeed", inArchive: true },
  { name: "wind_direction_10m", unit: "°", field: "windDirection", inArchive: true },
  { name: "wind_gusts_10m", unit: "m/s", field: "windGust", inArchive: true },
  { name: "precipitation", unit: "mm", field: "precipitation", inArchive: true },
  { name: "pressure_msl", unit: "hPa", field: "pressure", inArchive: true },
  { name: "visibility", unit: "m", field: "visibility", inArchive: false, convert: (metres) => metres / 1000 },
  { name: "cloud_cover", unit: "%", field: "cloudCover", inArchive: true, convert: (percent) => percent / 10 },
  {
    name: "shortwave_radiation",
    unit: "W/m²",
    field: "solarRadiation",
    inArchive: true,
    convert: (watts) => watts * SECONDS_PER_MEGA,
  },
  { name: "soil_temperature_0cm", unit: "°C", field: "groundTemperature", inArchive: false },
];

export const WEATHER_CODE = { name: "weather_code", unit: "wmo code" } as const;
