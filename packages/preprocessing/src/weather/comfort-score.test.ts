import { HOUR, parseInstant, type WeatherObservation } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { goldenScenarios, isClose } from "../testing/golden-formulas.ts";
import { observation } from "../testing/observation.ts";
import { comfortLabel } from "./comfort-label.ts";
import { comfortScore, comfortScores } from "./comfort-score.ts";
import { componentPersistence } from "./component-persistence.ts";

const at = parseInstant("2013-10-05T12:00:00Z");
const fair = { temperature: 20, relativeHumidity: 50, windSpeed: 2, precipitation: 0 } as const;

/** The hours before `at`, newest first. */
const hours = (...list: readonly Partial<WeatherObservation>[]): readonly WeatherObservation[] =>
  list.map((fields, hour) => observation({ ...fair, ...fields, observedAt: at - hour * HOUR }));

describe("comfort score", () => {
  for (const { name, lookbackHours, observations, cases } of goldenScenarios) {
    test.each(cases)(`agrees with the independent script: ${name}, at $at`, ({ at, comfort }) => {
      const { value, penalties } = comfortScore(observations, at, lookbackHours);
      const actual = { value, ...penalties };
      const different = Object.entries(comfort).filter(([key, expected]) => !isClose(actual[key as "value"], expected));
      expect(different).toEqual([]);
    });
  }

  test.each([
    ["fair weather", [{}, {}, {}], 100],
    ["cold by the median", [{ temperature: 0 }, { temperature: 6 }, { temperature: 30 }], 90],
    ["cold is capped at 40", [{ temperature: -40 }, { temperature: -40 }, {}], 60],
    ["heat", [{ temperature: 35 }, { temperature: 35 }, {}], 82],
    ["rain adds up", [{ precipitation: 1 }, { precipitation: 0.5 }, {}], 85],
    ["snow by its kind", [{ precipitation: 1, precipitationType: "snow" }, {}, {}], 85],
    ["snow by temperature", [{ precipitation: 1, temperature: 2 }, {}, {}], 85],
    ["rain just above 2 °C", [{ precipitation: 1, temperature: 2.1 }, {}, {}], 90],
    ["peak wind", [{}, { windSpeed: 8 }, {}], 88],
    ["damp air", [{ relativeHumidity: 75 }, { relativeHumidity: 75 }, { relativeHumidity: 75 }], 90],
    [
      "never under 0",
      [{ temperature: -30, relativeHumidity: 100, windSpeed: 30, precipitation: 50 }, { temperature: -30 }, {}],
      0,
    ],
  ] as const)("%s", (_name, list, expected) => {
    expect(comfortScore(hours(...list), at).value).toBeCloseTo(expected, 9);
  });

  test("the window is open at its begin and closed at its end", () => {
    const edge = [...hours({}, {}, {}), observation({ ...fair, windSpeed: 50, observedAt: at - 3 * HOUR })];
    expect(comfortScore(edge, at).value).toBe(100);
    expect(comfortScore(hours({ windSpeed: 8 }, {}, {}), at).value).toBe(88);
  });

  test("one missing temperature or humidity is stood, one missing hour of wind or precipitation is not", () => {
    const gap = (field: keyof typeof fair): unknown => comfortScore(hours({}, { [field]: null }, {}), at);
    expect(gap("temperature")).toMatchObject({ value: 100, reasons: [] });
    expect(gap("relativeHumidity")).toMatchObject({ value: 100, reasons: [] });
    expect(gap("windSpeed")).toMatchObject({ value: null, penalties: { wind: null }, reasons: ["wind-missing"] });
    expect(gap("precipitation")).toMatchObject({ value: null, reasons: ["precipitation-missing"] });
  });

  test("two missing temperatures are too many", () => {
    const score = comfortScore(hours({}, { temperature: null }, { temperature: null }), at);
    expect(score).toMatchObject({
      value: null,
      penalties: { temperature: null, wind: 0 },
      reasons: ["temperature-missing"],
    });
  });

  test("an empty window names all four reasons", () => {
    expect(comfortScore([], at)).toEqual({
      value: null,
      penalties: { temperature: null, precipitation: null, wind: null, humidity: null },
      reasons: ["temperature-missing", "precipitation-missing", "wind-missing", "humidity-missing"],
    });
  });

  test("precipitation of unknown kind is not scored", () => {
    const score = comfortScore(hours({ precipitation: 1, temperature: null }, {}, {}), at);
    expect(score).toMatchObject({ value: null, reasons: ["precipitation-missing"] });
  });

  test("many instants give what one by one gives", () => {
    for (const { observations, cases, lookbackHours } of goldenScenarios) {
      const instants = cases.map((each) => each.at);
      const values = instants.map((instant) => comfortScore(observations, instant, lookbackHours).value ?? Number.NaN);
      expect([...comfortScores(observations, instants, lookbackHours)]).toEqual(values);
    }
  });

  test("the score and the penalties agree and keep their bounds", () => {
    const field = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
    const hour = fc.record({
      temperature: field(-50, 60),
      relativeHumidity: field(0, 100),
      windSpeed: field(0, 100),
      precipitation: fc.oneof(fc.constant(0), field(0, 100)),
    });
    fc.assert(
      fc.property(hour, hour, hour, (a, b, c) => {
        const { value, penalties } = comfortScore(hours(a, b, c), at);
        const { temperature, precipitation, wind, humidity } = penalties;
        const bounds = [40, 95, 25, 15];
        [temperature, precipitation, wind, humidity].forEach((penalty, index) => {
          expect(penalty).toBeGreaterThanOrEqual(0);
          expect(penalty).toBeLessThanOrEqual(bounds[index] ?? 0);
        });
        const sum = (temperature ?? 0) + (precipitation ?? 0) + (wind ?? 0) + (humidity ?? 0);
        expect(value).toBeCloseTo(Math.max(0, 100 - sum), 9);
      }),
    );
  });
});

describe("component persistence", () => {
  test("repeats the newest hour in the hours after it and keeps those before", () => {
    const list = hours({ windSpeed: 6 }, { windSpeed: 12 }, { windSpeed: 20 });
    expect(componentPersistence(list, at, 1)).toBe(100 - 24);
    expect(componentPersistence(list, at, 2)).toBe(100 - 6);
    expect(componentPersistence(list, at, 24)).toBe(100 - 6);
  });

  test("repeats rain hour by hour", () => {
    expect(componentPersistence(hours({ precipitation: 1 }, {}, {}), at, 3)).toBe(70);
  });

  test("hours after a late newest observation count as not yet known", () => {
    const late = hours({}, { windSpeed: 6 }, {}, {}).slice(1);
    expect(componentPersistence(late, at, 1)).toBe(94);
  });

  test("is null without an observation", () => {
    expect(componentPersistence([], at, 1)).toBeNull();
  });
});

test.each([
  [100, "excellent"],
  [80, "excellent"],
  [79.999, "good"],
  [60, "good"],
  [59.999, "uncomfortable"],
  [50, "uncomfortable"],
  [49.999, "harsh"],
  [0, "harsh"],
])("a score of %d is %s", (score, label) => {
  expect(comfortLabel(score)).toBe(label);
});
