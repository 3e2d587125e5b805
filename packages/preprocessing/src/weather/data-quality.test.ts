import { HOUR, parseInstant } from "@mlops/core";
import { describe, expect, test } from "vitest";

import { goldenScenarios, isClose } from "../testing/golden-formulas.ts";
import { observation } from "../testing/observation.ts";
import { dataQuality } from "./data-quality.ts";

const observedAt = parseInstant("2013-10-05T12:00:00Z");
const whole = observation({
  observedAt,
  temperature: 20,
  relativeHumidity: 55,
  windSpeed: 3,
  precipitation: 0,
  pressure: 1013,
  visibility: 16,
  windDirection: 200,
  cloudCover: 5,
});

describe("data quality", () => {
  for (const { name, observations, quality } of goldenScenarios) {
    test(`agrees with the independent script: ${name}`, () => {
      expect(quality).toHaveLength(observations.length);
      const different = quality.filter((expected, index) => {
        const row = observations[index];
        if (!row) return true;
        const report = dataQuality(row, expected.now);
        const keys = ["score", "featureCompleteness", "reliability", "severityLevel"] as const;
        return !keys.every((key) => isClose(report[key], expected[key]));
      });
      expect(different).toEqual([]);
    });
  }

  test("a whole, fresh observation scores 100 and has no issue", () => {
    expect(dataQuality(whole, observedAt + 2 * HOUR)).toMatchObject({
      score: 100,
      featureCompleteness: 100,
      reliability: 100,
      severityLevel: 0,
      issues: [],
    });
  });

  test.each([
    [1, 80],
    [2, 80],
    [3, 60],
    [4, 60],
    [5, 30],
    [8, 30],
  ])("%i missing fields leave %i", (missing, score) => {
    const fields = [
      "cloudCover",
      "windDirection",
      "visibility",
      "pressure",
      "windSpeed",
      "precipitation",
      "relativeHumidity",
      "temperature",
    ];
    const gone = Object.fromEntries(fields.slice(0, missing).map((field) => [field, null]));
    const report = dataQuality({ ...whole, ...gone }, observedAt);
    expect(report.score).toBeCloseTo(score, 9);
    expect(report.issues.map(({ code }) => code)).toEqual(Array<string>(missing).fill("field-missing"));
  });

  test("ranges, age and consistency each take their part and name the value", () => {
    const odd = { ...whole, temperature: 61, relativeHumidity: 95, windSpeed: 101 };
    const report = dataQuality(odd, observedAt + 2 * HOUR + 1);
    expect(report.score).toBeCloseTo(100 * 0.8 * 0.8 * 0.9, 9);
    expect(report.reliability).toBeCloseTo(100 * 0.8 * 0.8 * 0.9 * 0.9, 9);
    expect(report.issues.map(({ code, field }) => `${code} ${field}`)).toEqual([
      "out-of-range temperature",
      "out-of-range windSpeed",
      "stale observedAt",
      "hot-and-humid relativeHumidity",
    ]);
    expect(report.issues[0]?.message).toContain("61");
  });

  test("rain in dry air is unreliable", () => {
    const report = dataQuality({ ...whole, precipitation: 1, relativeHumidity: 49 }, observedAt);
    expect(report).toMatchObject({ score: 100, reliability: 80, severityLevel: 1 });
    expect(report.issues).toMatchObject([{ code: "dry-rain", field: "precipitation" }]);
  });

  test("a condition of a missing reading is unknown, and so is the level", () => {
    const report = dataQuality({ ...whole, temperature: -1, precipitation: null, windSpeed: 11 }, observedAt);
    expect(report.conditions).toEqual({ freezing: true, hot: false, heavyRain: null, lightRain: null, windy: true });
    expect(report.severityLevel).toBeNull();
  });
});
