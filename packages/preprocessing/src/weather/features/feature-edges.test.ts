import { HOUR, parseInstant, type WeatherObservation } from "@mlops/core";
import { describe, expect, test } from "vitest";

import { observation } from "../../testing/observation.ts";
import { calendarFeatures } from "./calendar-features.ts";
import { computeFeatures } from "./compute-features.ts";
import { featureConfidence } from "./quality-features.ts";
import { severityScore } from "./severity-score.ts";
import { apparentTemperature, heatIndex, windChill } from "./thermal-comfort.ts";

const at = parseInstant("2013-10-05T12:00:00Z");
const seoul = { timeZone: "Asia/Seoul", holidays: "KR" } as const;
const fair = { temperature: 20, relativeHumidity: 50, windSpeed: 2, precipitation: 0, pressure: 1013, visibility: 16 };

function feature(name: string, fields: Partial<WeatherObservation>): number | null | undefined {
  return computeFeatures({ observations: [observation({ ...fair, observedAt: at, ...fields })], at, station: seoul })[
    name
  ];
}

describe("classes and steps at their edges", () => {
  test.each([
    ["weather_temperature_category", "temperature", [-0.1, 0, 9.9, 10, 27.9, 28, 34.9, 35], [0, 1, 1, 2, 2, 3, 3, 4]],
    ["weather_humidity_category", "relativeHumidity", [29.9, 30, 69.9, 70], [0, 1, 1, 2]],
    ["weather_wind_category", "windSpeed", [0.9, 1, 2.9, 3, 7.9, 8], [0, 1, 1, 2, 2, 3]],
    ["weather_precipitation_category", "precipitation", [0, 0.1, 1, 1.1, 10, 10.1], [0, 1, 1, 2, 2, 3]],
    ["comfort_humidity_comfort", "relativeHumidity", [0, 20, 40, 60, 80, 100], [0, 0.5, 1, 1, 0.5, 0]],
    ["comfort_temperature_comfort", "temperature", [-2, 8, 18, 24, 34, 44], [0, 0.5, 1, 1, 0.5, 0]],
    ["comfort_walking_comfort", "windSpeed", [1, 2, 5, 5.1], [0.8, 0.8, 0.8, 0.7]],
    ["comfort_waiting_comfort", "windSpeed", [3, 4, 5], [0.7, 0.5, 0.5]],
    ["comfort_waiting_comfort", "temperature", [4.9, 5, 28, 28.1], [0.3, 0.7, 0.7, 0.4]],
    ["feature_quality_score", "temperature", [0, 0.1, 40, 40.1, -40.1], [0.9, 1, 1, 0.9, 0.9]],
    ["feature_quality_score", "windSpeed", [30, 30.1], [1, 0.9]],
  ] as const)("%s by %s", (name, field, values, expected) => {
    const actual = values.map((value) => feature(name, { [field]: value }));
    expect(actual.map((value) => Number(value?.toFixed(9)))).toEqual(expected);
  });

  test("snow is likely in the cold, and only with precipitation", () => {
    const probability = (temperature: number): unknown =>
      feature("interaction_snow_probability", { temperature, precipitation: 1 });
    expect([-5, 0, 0.1, 2, 2.1, 4, 4.1].map(probability)).toEqual([0.9, 0.9, 0.7, 0.7, 0.3, 0.3, 0]);
    expect(feature("interaction_snow_probability", { temperature: -5, precipitation: 0 })).toBe(0);
  });

  test("a breeze in warm air makes walking better", () => {
    const walking = (windSpeed: number, temperature: number): number | null | undefined =>
      feature("comfort_walking_comfort", { windSpeed, temperature });
    expect(walking(2, 25)).toBeCloseTo(0.8, 12);
    expect(walking(2, 25.1)).toBeCloseTo(0.9, 12);
    expect(walking(1, 25.1)).toBeCloseTo(0.8, 12);
    expect(walking(3, 25.1)).toBeCloseTo(0.8, 12);
  });

  test.each([
    [[20, 50, 2, 0], 0],
    [[0, 20, 5, 0], 0],
    [[30, 80, 5, 0], 0],
    [[-0.1, 50, 2, 0], 0.2],
    [[30.1, 50, 2, 0], 0.2],
    [[-10, 50, 2, 0], 0.2],
    [[-10.1, 50, 2, 0], 0.4],
    [[35, 50, 2, 0], 0.2],
    [[35.1, 50, 2, 0], 0.4],
    [[20, 19.9, 2, 0], 0.2],
    [[20, 80.1, 2, 0], 0.2],
    [[20, 50, 5.1, 0], 0.1],
    [[20, 50, 10, 0], 0.1],
    [[20, 50, 10.1, 0], 0.3],
    [[20, 50, 2, 10], 0.1],
    [[20, 50, 2, 10.1], 0.4],
    [[40, 90, 20, 20], 1],
  ] as const)("the severity of %j is %d", ([temperature, humidity, wind, precipitation], expected) => {
    expect(severityScore(temperature, humidity, wind, precipitation)).toBeCloseTo(expected, 12);
  });
});

describe("felt temperature", () => {
  // The heat-index chart of the US National Weather Service is in whole °F; 90 °F at 70 % feels like 106 °F.
  test("agrees with the chart of the heat index", () => {
    expect(heatIndex((90 - 32) / 1.8, 70) * 1.8 + 32).toBeCloseTo(106, 0);
    expect(heatIndex((100 - 32) / 1.8, 50) * 1.8 + 32).toBeCloseTo(118, 0);
  });

  // The wind-chill chart of Environment Canada: −10 °C at 20 km/h feels like −18.
  test("agrees with the chart of the wind chill", () => {
    expect(windChill(-10, 20 / 3.6)).toBeCloseTo(-18, 0);
    expect(windChill(0, 50 / 3.6)).toBeCloseTo(-8, 0);
  });

  test("takes each formula where it holds", () => {
    expect(heatIndex(26.9, 90)).toBe(26.9);
    expect(heatIndex(30, 39.9)).toBe(30);
    expect(windChill(10.1, 10)).toBe(10.1);
    expect(windChill(0, 1.33)).toBe(0);
    expect(apparentTemperature(27, 40, 3)).toBe(heatIndex(27, 40));
    expect(apparentTemperature(10, 40, 1.34)).toBe(windChill(10, 1.34));
  });
});

describe("freshness", () => {
  test.each([
    [0, 1],
    [1, 1],
    [1.01, 0.8],
    [3, 0.8],
    [3.01, 0.6],
    [6, 0.6],
    [6.01, 0.3],
    [1000, 0.3],
  ])("%d hours weigh %d", (age, weight) => {
    expect(featureConfidence(1, 1, age)).toBe(weight);
  });

  test("an older observation stands in within the look-back window, and says its age", () => {
    const observations = [observation({ ...fair, observedAt: at - 2 * HOUR })];
    const features = computeFeatures({ observations, at, station: seoul });
    expect(features).toMatchObject({ observation_age_hours: 2, feature_confidence: 0.8, comfort_wind_chill: 20 });
    const later = computeFeatures({ observations, at: at + HOUR, station: seoul });
    expect(later).toMatchObject({ observation_age_hours: null, feature_confidence: null, comfort_wind_chill: null });
  });
});

describe("the calendar of an instant", () => {
  const inSeoul = (text: string): Readonly<Record<string, number | null>> =>
    calendarFeatures(parseInstant(`${text}+09:00`), seoul);

  test.each([
    ["05:59", 0, 0, 1],
    ["06:00", 0, 0, 1.2],
    ["07:00", 1, 0, 1.5],
    ["09:59", 1, 0, 1.5],
    ["10:00", 0, 0, 1.2],
    ["11:00", 0, 0, 1],
    ["16:00", 0, 0, 1.2],
    ["17:00", 0, 1, 1.5],
    ["19:59", 0, 1, 1.5],
    ["20:00", 0, 0, 1.2],
    ["21:00", 0, 0, 1],
  ])("at %s", (time, morning, evening, weight) => {
    expect(inSeoul(`2013-10-07T${time}`)).toMatchObject({
      is_morning_commute: morning,
      is_evening_commute: evening,
      is_rush_hour: morning + evening,
      time_of_day_weight: weight,
      commute_weight: morning + evening === 1 ? 1.5 : 1,
    });
  });

  test("knows holidays and weekends apart, and years that it does not know", () => {
    expect(inSeoul("2013-09-19T12:00")).toMatchObject({ is_holiday: 1, is_weekend: 0, day_of_week: 3, month: 9 });
    expect(inSeoul("2013-10-06T12:00")).toMatchObject({ is_holiday: 0, is_weekend: 1, day_of_week: 6 });
    expect(inSeoul("2012-01-01T12:00")).toMatchObject({ is_holiday: null, is_weekend: 1 });
  });

  test("the target's calendar is the horizon's", () => {
    const features = computeFeatures({ observations: [], at, station: seoul, horizonHours: 14 });
    const target = calendarFeatures(at + 14 * HOUR, seoul);
    for (const [name, value] of Object.entries(target)) expect(features[`target_${name}`]).toBe(value);
    expect(features["target_day_of_week"]).not.toBe(features["temporal_day_of_week"]);
  });
});
