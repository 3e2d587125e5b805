import { humidityComfort, temperatureComfort } from "./comfort-features.ts";
import { catalogueSource as source, type FeatureDefinition } from "./feature-definition.ts";

/** Products of the newest observation's readings. */
export const interactionFeatures: readonly FeatureDefinition[] = [
  {
    name: "interaction_temperature_humidity",
    unit: "°C",
    range: [-50, 60],
    description: "T·RH / 100",
    source,
    needs: ["temperature", "humidity"],
    compute: (m) => (m.temperature * m.humidity) / 100,
  },
  {
    name: "interaction_heat_index_excess",
    unit: "K",
    range: [null, null],
    description: "Heat index less temperature.",
    source,
    needs: ["temperature", "humidity"],
    compute: (m) => m.heatIndex - m.temperature,
  },
  {
    name: "interaction_wind_temperature",
    unit: "K·m/s",
    range: [0, 7000],
    description: "w·|T − 20|",
    source,
    needs: ["temperature", "wind"],
    compute: (m) => m.wind * Math.abs(m.temperature - 20),
  },
  {
    name: "interaction_wind_cooling",
    unit: "K·m/s",
    range: [0, 3500],
    description: "w·max(0, T − 25)",
    source,
    needs: ["temperature", "wind"],
    compute: (m) => m.wind * Math.max(0, m.temperature - 25),
  },
  {
    name: "interaction_precipitation_temperature",
    unit: "K·mm",
    range: [0, 65_000],
    description: "P·|T − 15|",
    source,
    needs: ["temperature", "precipitation"],
    compute: (m) => m.precipitation * Math.abs(m.temperature - 15),
  },
  {
    name: "interaction_snow_probability",
    unit: "1",
    range: [0, 0.9],
    description: "With precipitation .9 up to 0 °C, .7 up to 2 °C, .3 up to 4 °C, else 0.",
    source,
    needs: ["temperature", "precipitation"],
    compute: (m) => (m.precipitation > 0 ? snowProbability(m.temperature) : 0),
  },
  {
    name: "interaction_weather_stress_index",
    unit: "1",
    range: [0, 1.75],
    description: ".3·|T − 20| / 20 + .2·|RH − 50| / 50 + .2·min(1, w / 10) + .3·min(1, P / 10)",
    source,
    needs: ["temperature", "humidity", "wind", "precipitation"],
    compute: (m) =>
      (0.3 * Math.abs(m.temperature - 20)) / 20 +
      (0.2 * Math.abs(m.humidity - 50)) / 50 +
      0.2 * Math.min(1, m.wind / 10) +
      0.3 * Math.min(1, m.precipitation / 10),
  },
  {
    name: "interaction_outdoor_activity_index",
    unit: "1",
    range: [0, 1],
    description: "Mean of temperature and humidity comfort, half of it in rain, .8 of it over 5 m/s.",
    source,
    needs: ["temperature", "humidity", "wind", "precipitation"],
    compute: (m) =>
      ((temperatureComfort(m.temperature) + humidityComfort(m.humidity)) / 2) *
      (m.precipitation > 0 ? 0.5 : 1) *
      (m.wind > 5 ? 0.8 : 1),
  },
];

function snowProbability(temperature: number): number {
  if (temperature <= 0) return 0.9;
  if (temperature <= 2) return 0.7;
  return temperature <= 4 ? 0.3 : 0;
}
