import { catalogueSource as source, type FeatureDefinition, flag } from "./feature-definition.ts";

const rushHours = new Set([7, 8, 9, 18, 19, 20]);

/**
 * Summaries of the last 3 hours and the plain calendar of t. Skewness and kurtosis are over 24 hours: of three values
 * the kurtosis is a constant.
 */
export const windowFeatures: readonly FeatureDefinition[] = [
  {
    name: "temp_median_3h",
    unit: "°C",
    range: [-50, 60],
    description: "Median temperature.",
    source,
    needs: [],
    compute: (m) => m.window.temperatureMedian,
  },
  {
    name: "temp_range_3h",
    unit: "K",
    range: [0, 110],
    description: "Highest less lowest temperature.",
    source,
    needs: [],
    compute: (m) => m.window.temperatureRange,
  },
  {
    name: "wind_peak_3h",
    unit: "m/s",
    range: [0, 100],
    description: "Highest wind speed.",
    source,
    needs: [],
    compute: (m) => m.window.windPeak,
  },
  {
    name: "precip_total_3h",
    unit: "mm",
    range: [0, 3000],
    description: "Total precipitation.",
    source,
    needs: [],
    compute: (m) => m.window.precipitationTotal,
  },
  {
    name: "humidity_avg_3h",
    unit: "%",
    range: [0, 100],
    description: "Mean relative humidity.",
    source,
    needs: [],
    compute: (m) => m.window.humidityMean,
  },
  {
    name: "temp_stability",
    unit: "1/K",
    range: [0, 1e6],
    description: "1 / (standard deviation of the temperature + 1e-6); a million where it does not change.",
    source,
    needs: [],
    compute: (m) => 1 / (m.window.temperatureDeviation + 1e-6),
  },
  {
    name: "wind_variability",
    unit: "1",
    // The coefficient of variation of three values that are not negative is at most √2.
    range: [0, 1.4143],
    description: "Standard deviation of the wind speed over its mean; null in a calm.",
    source,
    needs: [],
    compute: (m) => (m.window.windMean > 0 ? m.window.windDeviation / m.window.windMean : Number.NaN),
  },
  {
    name: "precip_intensity",
    unit: "1",
    range: [0, 3],
    description: "Class of the total precipitation: 0 none, 1 up to 1 mm, 2 up to 5 mm, 3 more.",
    source,
    needs: [],
    compute: (m) => precipitationClass(m.window.precipitationTotal),
  },
  {
    name: "comfort_temp_score",
    unit: "points",
    range: [0, 100],
    description: "100·exp(−(m − 20)² / 200) of the median temperature m.",
    source,
    needs: [],
    compute: (m) => 100 * Math.exp(-((m.window.temperatureMedian - 20) ** 2) / 200),
  },
  {
    name: "weather_severity",
    unit: "1",
    range: [0, 4],
    description:
      "Condition flags of the window: frost (median under 0 °C), heat (over 30 °C), any rain, an hour of more than 10 mm, wind over 10 m/s.",
    source,
    needs: [],
    compute: ({ window }) => {
      const { temperatureMedian, precipitationPeak, windPeak } = window;
      if (Number.isNaN(temperatureMedian + precipitationPeak + windPeak)) return Number.NaN;
      return (
        flag(temperatureMedian < 0) +
        flag(temperatureMedian > 30) +
        flag(precipitationPeak > 0) +
        flag(precipitationPeak > 10) +
        flag(windPeak > 10)
      );
    },
  },
  {
    name: "hour",
    unit: "h",
    range: [0, 23],
    description: "Local hour of the day.",
    source,
    needs: [],
    compute: (m) => m.calendar.hour,
  },
  {
    name: "dow",
    unit: "1",
    range: [0, 6],
    description: "Local day of the week, 0 for Monday.",
    source,
    needs: [],
    compute: (m) => m.calendar.dayOfWeek,
  },
  {
    name: "month",
    unit: "1",
    range: [1, 12],
    description: "Local month.",
    source,
    needs: [],
    compute: (m) => m.calendar.month,
  },
  {
    name: "is_weekend",
    unit: "1",
    range: [0, 1],
    description: "Saturday or Sunday.",
    source,
    needs: [],
    compute: (m) => m.calendar.isWeekend,
  },
  {
    name: "is_rush_hour",
    unit: "1",
    range: [0, 1],
    description: "Local hour 7, 8, 9, 18, 19 or 20.",
    source,
    needs: [],
    compute: (m) => flag(rushHours.has(m.calendar.hour)),
  },
  {
    name: "season",
    unit: "1",
    range: [0, 3],
    description: "0 winter, 1 spring, 2 summer, 3 autumn of the station's hemisphere.",
    source,
    needs: [],
    compute: (m) => m.calendar.season,
  },
  {
    name: "temp_skew_24h",
    unit: "1",
    range: [-5, 5],
    description: "Skewness of the temperature over 24 hours; null under twelve values.",
    source,
    needs: [],
    compute: (m) => m.trends.temperatureSkewness,
  },
  {
    name: "temp_kurtosis_24h",
    unit: "1",
    range: [-2, 21],
    description: "Excess kurtosis of the temperature over 24 hours; null under twelve values.",
    source,
    needs: [],
    compute: (m) => m.trends.temperatureKurtosis,
  },
  {
    name: "window_completeness",
    unit: "1",
    range: [0, 1],
    description: "Observed share of temperature, humidity, wind and precipitation.",
    source,
    needs: [],
    compute: (m) => m.window.completeness,
  },
];

function precipitationClass(total: number): number {
  if (Number.isNaN(total)) return Number.NaN;
  if (total === 0) return 0;
  if (total <= 1) return 1;
  return total <= 5 ? 2 : 3;
}
