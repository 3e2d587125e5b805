import { HOUR, MINUTE, parseInstant, type WeatherObservation } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { goldenScenarios, isClose } from "../../testing/golden-formulas.ts";
import { observation } from "../../testing/observation.ts";
import { comfortScore } from "../comfort-score.ts";
import { componentPersistence } from "../component-persistence.ts";
import { computeFeatureRows, computeFeatures } from "./compute-features.ts";
import { FEATURE_SET_VERSION, featureCatalogue, featureNames } from "./feature-catalogue.ts";

const start = parseInstant("2013-03-01T00:00:00Z");
const seoul = { timeZone: "Asia/Seoul", holidays: "KR" } as const;

const reading = (min: number, max: number): fc.Arbitrary<number | null> =>
  fc.option(fc.double({ min, max, noNaN: true }), { freq: 8 });

/** An hour's observation, up to 20 minutes off the hour, any field missing; or none. */
const hourly: fc.Arbitrary<Partial<WeatherObservation> | null> = fc.option(
  fc.record({
    observedAt: fc.oneof(fc.constant(0), fc.integer({ min: -20, max: 20 })),
    temperature: reading(-50, 60),
    relativeHumidity: reading(0, 100),
    windSpeed: fc.oneof(fc.constant(0), reading(0, 100)),
    precipitation: fc.oneof(fc.constant(0), reading(0, 1000)),
    precipitationType: fc.constantFrom(null, "none", "rain", "snow"),
    pressure: reading(500, 1100),
    visibility: reading(0, 1000),
  }),
  { freq: 10 },
);

const weather: fc.Arbitrary<readonly WeatherObservation[]> = fc
  .array(hourly, { minLength: 1, maxLength: 40 })
  .map((hours) =>
    hours.flatMap((fields, hour) =>
      fields === null
        ? []
        : [observation({ ...fields, observedAt: start + hour * HOUR + (fields.observedAt ?? 0) * MINUTE })],
    ),
  );
/** Often on the hour or a moment before or after it, where windows and what is known change. */
const instant = fc
  .tuple(fc.integer({ min: 0, max: 42 }), fc.constantFrom(0, 0, -1, 1, -1000, MINUTE, 31 * MINUTE))
  .map(([hour, shift]) => start + hour * HOUR + shift);
const options = fc.record({
  lookbackHours: fc.integer({ min: 1, max: 8 }),
  horizonHours: fc.integer({ min: 1, max: 10 }),
});

describe("features", () => {
  for (const { name, station, lookbackHours, horizonHours, observations, cases } of goldenScenarios) {
    test.each(cases)(`agree with the independent script: ${name}, at $at`, ({ at, features }) => {
      const actual = computeFeatures({ observations, at, station, lookbackHours, horizonHours });
      expect(Object.keys(actual).toSorted()).toEqual(Object.keys(features).toSorted());
      const different = Object.entries(features).filter(([key, expected]) => !isClose(actual[key], expected));
      expect(different.map(([key, expected]) => ({ key, expected, actual: actual[key] }))).toEqual([]);
    });
  }

  test("the golden cases reach every feature", () => {
    const all = goldenScenarios.flatMap(({ cases }) => cases.map(({ features }) => features));
    expect(featureNames.filter((name) => all.every((features) => features[name] === null))).toEqual([]);
  });

  test("rows are bit for bit what single instants give", () => {
    fc.assert(
      fc.property(weather, fc.array(instant, { maxLength: 5 }), options, (observations, instants, hours) => {
        const rows = computeFeatureRows(observations, instants, seoul, hours);
        instants.forEach((at, row) => {
          const single = computeFeatures({ observations, at, station: seoul, ...hours });
          const batch = rows.columns.map((column) => column[row]);
          expect(batch).toEqual(rows.names.map((name) => single[name] ?? Number.NaN));
        });
      }),
      { numRuns: 60 },
    );
  });

  test("nothing after t changes anything", () => {
    fc.assert(
      fc.property(weather, weather, instant, options, (observations, others, at, hours) => {
        const known = observations.filter(({ observedAt }) => observedAt <= at);
        const later = others.filter(({ observedAt }) => observedAt > at);
        const request = { at, station: seoul, ...hours };
        expect(computeFeatures({ ...request, observations: [...known, ...later] })).toEqual(
          computeFeatures({ ...request, observations: known }),
        );
      }),
      { numRuns: 100 },
    );
  });

  test("nothing after t changes the rows of a batch", () => {
    fc.assert(
      fc.property(weather, weather, instant, (observations, others, at) => {
        const known = observations.filter(({ observedAt }) => observedAt <= at);
        const later = others.filter(({ observedAt }) => observedAt > at);
        const rows = (list: readonly WeatherObservation[]): unknown => computeFeatureRows(list, [at], seoul).columns;
        expect(rows([...known, ...later])).toEqual(rows(known));
      }),
      { numRuns: 60 },
    );
  });

  test("values lie in their ranges", () => {
    fc.assert(
      fc.property(weather, instant, options, (observations, at, hours) => {
        const features = computeFeatures({ observations, at, station: seoul, ...hours });
        const outside = featureCatalogue.filter(({ name, range: [low, high] }) => {
          const value = features[name];
          if (value === null || value === undefined) return false;
          return value < (low ?? -Infinity) || value > (high ?? Infinity);
        });
        expect(outside.map(({ name, range }) => ({ name, range, value: features[name] }))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("the order of the observations does not matter", () => {
    fc.assert(
      fc.property(weather, instant, (observations, at) => {
        const request = { at, station: seoul };
        expect(computeFeatures({ ...request, observations: observations.toReversed() })).toEqual(
          computeFeatures({ ...request, observations }),
        );
      }),
      { numRuns: 50 },
    );
  });

  test("without any observation only the calendar and the completeness are known", () => {
    const features = computeFeatures({ observations: [], at: start, station: seoul });
    const known = featureNames.filter((name) => features[name] !== null);
    const calendar = /^(temporal_|target_|hour$|dow$|month$|is_weekend$|is_rush_hour$|season$)/;
    expect(known.filter((name) => !calendar.test(name))).toEqual(["window_completeness"]);
    expect(features["window_completeness"]).toBe(0);
  });

  test("score_now and component_persistence are the public functions' values", () => {
    for (const { observations, station, lookbackHours, horizonHours, cases } of goldenScenarios) {
      for (const { at } of cases) {
        const features = computeFeatures({ observations, at, station, lookbackHours, horizonHours });
        expect(features["score_now"]).toBe(comfortScore(observations, at, lookbackHours).value);
        expect(features["component_persistence"]).toBe(
          componentPersistence(observations, at, horizonHours, lookbackHours),
        );
      }
    }
  });

  test("a value that cannot be counts as not observed", () => {
    const at = start;
    const odd = observation({
      observedAt: at,
      temperature: 999,
      relativeHumidity: -9,
      windSpeed: 3,
      precipitation: -9,
    });
    const features = computeFeatures({ observations: [odd], at, station: seoul });
    expect(features["comfort_temperature_comfort"]).toBeNull();
    expect(features["weather_humidity_normalized"]).toBeNull();
    expect(features["weather_precipitation_log"]).toBeNull();
    expect(features["weather_wind_category"]).toBe(2);
  });

  test.each([{ horizonHours: 0 }, { horizonHours: 1.5 }, { lookbackHours: 0 }, { lookbackHours: 169 }])(
    "%o is refused",
    (hours) => {
      expect(() => computeFeatureRows([], [start], seoul, hours)).toThrow(
        expect.objectContaining({ code: "INVALID_ARGUMENT" }) as Error,
      );
    },
  );
});

describe("the catalogue", () => {
  test("names are unique and every entry is described", () => {
    expect(new Set(featureNames).size).toBe(featureNames.length);
    for (const { unit, description, source } of featureCatalogue) {
      expect(unit).not.toBe("");
      expect(description.length).toBeGreaterThan(3);
      expect(source).not.toBe("");
    }
  });

  test("has the 48 keys of the engineer's catalogue", () => {
    const engineered = featureNames.filter((name) =>
      /^(comfort_(?!temp_score)|temporal_|weather_(?!severity$|stability)|interaction_)/.test(name),
    );
    expect(engineered).toHaveLength(41);
    const rest = [
      "temp_trend",
      "temp_volatility",
      "humidity_trend",
      "wind_trend",
      "pressure_tendency",
      "weather_stability",
      "feature_quality_score",
    ];
    expect(featureNames).toEqual(expect.arrayContaining(rest));
  });

  test("the order of names belongs to the version", () => {
    expect({ version: FEATURE_SET_VERSION, names: featureNames }).toMatchSnapshot();
  });
});
