import { catalogueSource as source, type FeatureDefinition, flag } from "./feature-definition.ts";

/** The newest observation, scaled and classified. */
export const conditionFeatures: readonly FeatureDefinition[] = [
  {
    name: "weather_temperature_normalized",
    unit: "1",
    range: [-0.5, 4 / 3],
    description: "(T + 20) / 60: 0 at −20 °C, 1 at 40 °C.",
    source,
    needs: ["temperature"],
    compute: (m) => (m.temperature + 20) / 60,
  },
  {
    name: "weather_humidity_normalized",
    unit: "1",
    range: [0, 1],
    description: "Relative humidity / 100.",
    source,
    needs: ["humidity"],
    compute: (m) => m.humidity / 100,
  },
  {
    name: "weather_wind_normalized",
    unit: "1",
    range: [0, 10 / 3],
    description: "Wind speed / 30 m/s.",
    source,
    needs: ["wind"],
    compute: (m) => m.wind / 30,
  },
  {
    name: "weather_precipitation_log",
    unit: "ln mm",
    range: [0, 7],
    description: "ln(1 + P) of the hour's precipitation.",
    source,
    needs: ["precipitation"],
    compute: (m) => Math.log(1 + m.precipitation),
  },
  {
    name: "weather_temperature_category",
    unit: "1",
    range: [0, 4],
    description: "How many of 0, 10, 28, 35 °C are reached.",
    source,
    needs: ["temperature"],
    compute: (m) => reached(m.temperature, [0, 10, 28, 35]),
  },
  {
    name: "weather_humidity_category",
    unit: "1",
    range: [0, 2],
    description: "How many of 30, 70 % are reached.",
    source,
    needs: ["humidity"],
    compute: (m) => reached(m.humidity, [30, 70]),
  },
  {
    name: "weather_wind_category",
    unit: "1",
    range: [0, 3],
    description: "How many of 1, 3, 8 m/s are reached.",
    source,
    needs: ["wind"],
    compute: (m) => reached(m.wind, [1, 3, 8]),
  },
  {
    name: "weather_precipitation_category",
    unit: "1",
    range: [0, 3],
    description: "How many of 0, 1, 10 mm are exceeded.",
    source,
    needs: ["precipitation"],
    compute: ({ precipitation }) => flag(precipitation > 0) + flag(precipitation > 1) + flag(precipitation > 10),
  },
  {
    name: "weather_severity_score",
    unit: "1",
    range: [0, 1],
    description: "Sum of the strains of frost or heat, dry or damp air, wind and precipitation, at most 1.",
    source,
    needs: ["temperature", "humidity", "wind", "precipitation"],
    compute: (m) => m.severity,
  },
  {
    name: "weather_is_extreme",
    unit: "1",
    range: [0, 1],
    description: "Severity score over .7.",
    source,
    needs: ["temperature", "humidity", "wind", "precipitation"],
    compute: (m) => flag(m.severity > 0.7),
  },
  {
    name: "weather_is_pleasant",
    unit: "1",
    range: [0, 1],
    description: "Severity score from .2 to .4, the catalogue's band; perfect weather scores lower and is 0 here.",
    source,
    needs: ["temperature", "humidity", "wind", "precipitation"],
    compute: (m) => flag(m.severity >= 0.2 && m.severity <= 0.4),
  },
];

function reached(value: number, edges: readonly number[]): number {
  let count = 0;
  for (const edge of edges) if (value >= edge) count++;
  return count;
}
