import { catalogueSource as source, type FeatureDefinition } from "./feature-definition.ts";

/** Changes over the last 6 hours where nothing else is said; null with fewer than three values. */
export const trendFeatures: readonly FeatureDefinition[] = [
  {
    name: "temp_trend",
    unit: "K/h",
    range: [-110, 110],
    description: "Least-squares slope of the temperature.",
    source,
    needs: [],
    compute: (m) => m.trends.temperatureSlope,
  },
  {
    name: "temp_volatility",
    unit: "K",
    range: [0, 55],
    description: "Standard deviation of the temperature.",
    source,
    needs: [],
    compute: (m) => m.trends.temperatureDeviation,
  },
  {
    name: "humidity_trend",
    unit: "%/h",
    range: [-100, 100],
    description: "Least-squares slope of the relative humidity.",
    source,
    needs: [],
    compute: (m) => m.trends.humiditySlope,
  },
  {
    name: "wind_trend",
    unit: "m/s/h",
    range: [-100, 100],
    description: "Least-squares slope of the wind speed.",
    source,
    needs: [],
    compute: (m) => m.trends.windSlope,
  },
  {
    name: "pressure_tendency",
    unit: "1",
    range: [-1, 1],
    description:
      "−(.1·ΔT + .05·ΔRH) over the last three hours of readings, from −1 to 1: a stand-in for the barometer.",
    source,
    needs: [],
    compute: (m) => {
      const tendency = -(0.1 * m.trends.temperatureChange + 0.05 * m.trends.humidityChange);
      return Math.min(1, Math.max(-1, tendency));
    },
  },
  {
    name: "weather_stability",
    unit: "1",
    range: [0, 1],
    description: "Mean of 1 − min(1, σ / s) for temperature (s = 10 K), wind (5 m/s) and precipitation (5 mm).",
    source,
    needs: [],
    compute: ({ trends }) =>
      (steadiness(trends.temperatureDeviation, 10) +
        steadiness(trends.windDeviation, 5) +
        steadiness(trends.precipitationDeviation, 5)) /
      3,
  },
  {
    name: "pressure_change_3h",
    unit: "hPa",
    range: [-600, 600],
    description: "Pressure now less three hours ago: the barometric tendency of synoptic reports.",
    source: "WMO Manual on Codes, group 5appp",
    needs: [],
    compute: (m) => m.trends.pressureChange,
  },
];

function steadiness(deviation: number, scale: number): number {
  return 1 - Math.min(1, deviation / scale);
}
