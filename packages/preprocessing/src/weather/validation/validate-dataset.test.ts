import { HOUR, MINUTE, parseInstant } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { observation } from "../../testing/observation.ts";
import { datasetOfObservations, type WeatherDataset } from "./dataset.ts";
import { datasetChecks, validateDataset } from "./validate-dataset.ts";

const start = parseInstant("2013-10-05T00:00:00Z");
const HOURS = 24;
const times = Array.from({ length: HOURS }, (_, hour) => start + hour * HOUR);
const series = (valueOf: (hour: number) => unknown): readonly unknown[] => times.map((_, hour) => valueOf(hour));

const good: Readonly<Record<string, readonly unknown[]>> = {
  timestamp: times,
  temperature: series((hour) => 10 + (hour % 7)),
  wind_speed: series((hour) => 2 + (hour % 3)),
  precipitation: series((hour) => (hour === 5 ? 1 : 0)),
  humidity: series((hour) => 65 + (hour % 5)),
};
const withColumns = (columns: Readonly<Record<string, readonly unknown[]>>): WeatherDataset => ({
  columns: { ...good, ...columns },
});
const failures = (dataset: WeatherDataset): readonly string[] =>
  validateDataset(dataset).checks.flatMap((check) => (check.status === "failed" ? [check.name] : []));

describe("dataset validation", () => {
  test("good data passes every check", () => {
    const validation = validateDataset({ columns: good });
    expect(validation.checks.map(({ name, status }) => `${name} ${status}`)).toEqual(
      datasetChecks.map(({ name }) => `${name} passed`),
    );
    expect(validation).toMatchObject({ grade: "good", featureQuality: 100 });
  });

  test.each([
    ["timestamp_format", "poor", { timestamp: series((hour) => (hour === 0 ? "2013-10-05 03:00" : times[hour])) }],
    ["temperature_numeric", "poor", { temperature: series((hour) => (hour === 0 ? "warm" : 10 + (hour % 7))) }],
    ["humidity_numeric", "poor", { humidity: series((hour) => (hour === 0 ? Infinity : 65 + (hour % 5))) }],
    ["temperature_range", "poor", { temperature: series((hour) => (hour === 9 ? 61 : 10 + (hour % 7))) }],
    ["wind_speed_range", "poor", { wind_speed: series((hour) => (hour === 9 ? -1 : 2 + (hour % 3))) }],
    ["precipitation_range", "poor", { precipitation: series((hour) => (hour === 9 ? 1001 : 0)) }],
    ["humidity_range", "poor", { humidity: series((hour) => (hour === 9 ? 101 : 65 + (hour % 5))) }],
    [
      "temporal_continuity",
      "good",
      { timestamp: series((hour) => (times[hour] ?? 0) + (hour === 23 ? 11 * MINUTE : 0)) },
    ],
    ["missing_timestamp", "critical", { timestamp: series((hour) => (hour === 23 ? null : times[hour])) }],
    ["missing_temperature", "critical", { temperature: series((hour) => (hour === 9 ? null : 10 + (hour % 7))) }],
    ["missing_wind", "good", { wind_speed: series((hour) => (hour < 5 ? null : 2 + (hour % 3))) }],
    ["missing_precip", "good", { precipitation: series((hour) => (hour < 5 ? Number.NaN : 0)) }],
    ["outliers", "good", { temperature: series((hour) => (hour % 8 === 0 ? 40 : 10 + (hour % 7))) }],
    ["humidity_precipitation_consistency", "good", { humidity: series((hour) => (hour === 5 ? 59 : 65 + (hour % 5))) }],
    ["duplicate_timestamps", "poor", { timestamp: series((hour) => times[Math.min(hour, 22)]) }],
  ])("%s alone fails and grades %s", (name, grade, columns) => {
    const dataset = withColumns(columns);
    expect(failures(dataset)).toEqual([name]);
    expect(validateDataset(dataset).grade).toBe(grade);
  });

  test.each([
    ["temporal_continuity", { timestamp: series((hour) => (times[hour] ?? 0) + (hour === 23 ? 10 * MINUTE : 0)) }],
    ["missing_wind", { wind_speed: series((hour) => (hour < 4 ? null : 2 + (hour % 3))) }],
    ["outliers", { humidity: series((hour) => (hour < 4 ? null : hour < 6 ? 100 : 65 + (hour % 5))) }],
    ["timestamp_format", { timestamp: times.map((at) => new Date(at).toISOString()) }],
  ])("%s stands what is within its bound", (_name, columns) => {
    expect(failures(withColumns(columns))).toEqual([]);
  });

  test("a finding says what and where", () => {
    const validation = validateDataset(withColumns({ temperature: series((hour) => (hour > 11 ? 61 : 10)) }), [
      "temperature_range",
    ]);
    expect(validation.checks).toEqual([
      {
        name: "temperature_range",
        severity: "error",
        status: "failed",
        column: "temperature",
        rows: [12, 13, 14, 15, 16, 17, 18, 19, 20, 21],
        message:
          "12 rows have a temperature outside -50 to 60 °C, first 61 (rows 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, …).",
      },
    ]);
  });

  test("many warnings make it fair", () => {
    const names = ["missing_wind", "outliers", "temporal_continuity"];
    const dataset = withColumns({ wind_speed: series(() => null) });
    expect(validateDataset(dataset, names)).toMatchObject({ grade: "fair", featureQuality: (100 * 2) / 3 });
  });

  test("an empty dataset is critical, and what cannot be judged is skipped", () => {
    const validation = validateDataset({ columns: {} });
    expect(validation.grade).toBe("critical");
    expect(validation.featureQuality).toBe(0);
    expect(validation.checks.filter(({ status }) => status === "passed")).toEqual([]);
    expect(failures({ columns: {} })).toEqual(["empty_dataframe", "required_columns", "sufficient_rows"]);
  });

  test("nothing checked is an error", () => {
    for (const run of [
      () => validateDataset({ columns: good }, []),
      () => validateDataset({ columns: { timestamp: times } }, ["humidity_range", "outliers"]),
    ]) {
      expect(run).toThrow(expect.objectContaining({ code: "VALIDATION_WITHOUT_CHECKS" }) as Error);
    }
  });

  test("an unknown check is an error that names the known ones", () => {
    expect(() => validateDataset({ columns: good }, ["temprature_range"])).toThrow(
      expect.objectContaining({
        code: "VALIDATION_CHECK_UNKNOWN",
        hint: expect.stringContaining("temperature_range") as string,
      }) as Error,
    );
  });

  test("stations are judged apart", () => {
    const rows = ["JFK", "LGA"].flatMap((station) =>
      times.map((observedAt) =>
        observation({ station, observedAt, temperature: 10, windSpeed: 2, precipitation: 0, relativeHumidity: 60 }),
      ),
    );
    expect(validateDataset(datasetOfObservations(rows))).toMatchObject({ grade: "good", featureQuality: 100 });
    const repeated = rows.map((row) => ({ ...row, station: "JFK" }));
    expect(failures(datasetOfObservations(repeated))).toEqual(["duplicate_timestamps"]);
  });

  test("no dataset breaks a check", () => {
    const column = fc.array(fc.anything(), { maxLength: 6 });
    const names = ["timestamp", "temperature", "wind_speed", "precipitation", "humidity", "station"];
    const columns = fc.dictionary(fc.constantFrom(...names), column);
    fc.assert(
      fc.property(columns, (each) => {
        const { featureQuality } = validateDataset({ columns: each });
        expect(featureQuality).toBeGreaterThanOrEqual(0);
        expect(featureQuality).toBeLessThanOrEqual(100);
      }),
    );
  });
});
