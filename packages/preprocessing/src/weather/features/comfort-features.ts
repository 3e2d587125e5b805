import { catalogueSource as source, type FeatureDefinition, flag } from "./feature-definition.ts";
import { bandComfort, clampToUnit, discomfortIndex, windChill } from "./thermal-comfort.ts";

/** 1 from 40 to 60 % relative humidity, falling to 0 over 40 points on either side. */
export const humidityComfort = (humidity: number): number => bandComfort(humidity, 40, 60, 40);
/** 1 from 18 to 24 °C, falling to 0 over 20 K on either side. */
export const temperatureComfort = (temperature: number): number => bandComfort(temperature, 18, 24, 20);

/** How the newest observation feels. */
export const comfortFeatures: readonly FeatureDefinition[] = [
  {
    name: "comfort_heat_index",
    unit: "°C",
    range: [-50, null],
    description: "Heat index from 27 °C and 40 % humidity on, else the temperature.",
    source: "Rothfusz (1990), US National Weather Service SR 90-23, coefficients for °C",
    needs: ["temperature", "humidity"],
    compute: (m) => m.heatIndex,
  },
  {
    name: "comfort_wind_chill",
    unit: "°C",
    range: [null, 60],
    description: "Wind chill up to 10 °C and from 1.34 m/s on, else the temperature.",
    source: "Environment Canada and US National Weather Service (2001)",
    needs: ["temperature", "wind"],
    compute: (m) => windChill(m.temperature, m.wind),
  },
  {
    name: "comfort_apparent_temperature",
    unit: "°C",
    range: [null, null],
    description: "Heat index or wind chill where they apply, else Steadman's apparent temperature.",
    source: "Steadman (1994)",
    needs: ["temperature", "humidity", "wind"],
    compute: (m) => m.apparentTemperature,
  },
  {
    name: "comfort_discomfort_index",
    unit: "1",
    range: [null, null],
    description: ".81·T + .01·RH·(.99·T − 14.3) + 46.3",
    source: "Thom (1959)",
    needs: ["temperature", "humidity"],
    compute: (m) => discomfortIndex(m.temperature, m.humidity),
  },
  {
    name: "comfort_humidity_comfort",
    unit: "1",
    range: [0, 1],
    description: "1 from 40 to 60 %, falling to 0 over 40 points on either side.",
    source,
    needs: ["humidity"],
    compute: (m) => humidityComfort(m.humidity),
  },
  {
    name: "comfort_temperature_comfort",
    unit: "1",
    range: [0, 1],
    description: "1 from 18 to 24 °C, falling to 0 over 20 K on either side.",
    source,
    needs: ["temperature"],
    compute: (m) => temperatureComfort(m.temperature),
  },
  {
    name: "comfort_walking_comfort",
    unit: "1",
    range: [0, 1],
    description:
      ".8 less .3 in frost, .2 over 30 °C, .1 a millimetre up to .4, .1 over 5 m/s; a breeze in warmth adds .1.",
    source,
    needs: ["temperature", "wind", "precipitation"],
    compute: ({ temperature, wind, precipitation }) =>
      clampToUnit(
        0.8 -
          0.3 * flag(temperature < 0) -
          0.2 * flag(temperature > 30) -
          Math.min(0.4, 0.1 * precipitation) -
          0.1 * flag(wind > 5) +
          0.1 * flag(wind > 1 && wind < 3 && temperature > 25),
      ),
  },
  {
    name: "comfort_waiting_comfort",
    unit: "1",
    range: [0, 1],
    description: ".7 less .4 under 5 °C, .3 over 28 °C, .15 a millimetre up to .5, .05 a m/s over 3 m/s up to .2.",
    source,
    needs: ["temperature", "wind", "precipitation"],
    compute: ({ temperature, wind, precipitation }) =>
      clampToUnit(
        0.7 -
          0.4 * flag(temperature < 5) -
          0.3 * flag(temperature > 28) -
          Math.min(0.5, 0.15 * precipitation) -
          (wind > 3 ? Math.min(0.2, 0.05 * wind) : 0),
      ),
  },
  {
    name: "comfort_clothing_index",
    unit: "1",
    range: [-0.1, 1],
    description:
      "Lightness of clothing by apparent temperature: 0, .2, .5, .7, 1 from 0, 10, 20, 25 °C; .1 less over 5 m/s.",
    source,
    needs: ["temperature", "humidity", "wind"],
    compute: (m) => clothingOf(m.apparentTemperature) - 0.1 * flag(m.wind > 5),
  },
];

function clothingOf(apparent: number): number {
  if (apparent < 0) return 0;
  if (apparent < 10) return 0.2;
  if (apparent < 20) return 0.5;
  return apparent < 25 ? 0.7 : 1;
}
