import { DAY, HOUR, localFields, MINUTE, type Station, type WeatherObservation } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { SEOUL_NORMALS, SEOUL_WIND_SPEED } from "../climatology/seoul-normals.ts";
import { isPhysical, type NumericField, PHYSICAL_RANGE } from "../observation/physical-range.ts";
import { driverContext, failureOf, INCHEON, SEOUL } from "../testing/driver-context.ts";
import climatology from "./climatology.ts";

const YEAR_2000 = Date.UTC(2000, 0, 1);

async function weather(
  from: number,
  to: number,
  more: { seed?: number | string; stations?: Station[]; knownAt?: number } = {},
): Promise<readonly WeatherObservation[]> {
  await using source = await climatology.open(climatology.options.parse({ seed: more.seed }), driverContext());
  const request = { stations: more.stations ?? [SEOUL], from, to, knownAt: more.knownAt ?? to };
  return (await source.fetch(request)).observations;
}
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const known = (value: number | null): number => value ?? Number.NaN;

describe("synthetic weather", () => {
  it("is labelled so, on the driver, the source and every observation", async () => {
    await using source = await climatology.open(climatology.options.parse({}), driverContext({ offline: true }));
    expect([climatology.synthetic, source.synthetic, source.delayMinutes]).toEqual([true, true, 0]);
    expect(climatology.hosts(climatology.options.parse({}))).toEqual([]);
    const observations = await weather(YEAR_2000, YEAR_2000 + DAY);
    expect(observations).toHaveLength(24);
    expect(observations.every(({ synthetic, source: name }) => synthetic && name === "climatology")).toBe(true);
  });

  it("does not invent what the normals do not describe", async () => {
    const [first] = await weather(YEAR_2000, YEAR_2000 + HOUR);
    expect(first).toMatchObject({ pressure: null, visibility: null, windDirection: null, cloudCover: null });
  });

  it("gives an hour the same weather whatever else is asked for", async () => {
    const all = await weather(YEAR_2000, YEAR_2000 + 30 * DAY, { stations: [SEOUL, INCHEON] });
    const hour = fc.integer({ min: 0, max: 30 * 24 - 1 });
    await fc.assert(
      fc.asyncProperty(hour, hour, fc.integer({ min: 0, max: 59 }), async (a, b, minute) => {
        const from = YEAR_2000 + Math.min(a, b) * HOUR - minute * MINUTE;
        const to = YEAR_2000 + (Math.max(a, b) + 1) * HOUR;
        const expected = all.filter(
          ({ station, observedAt }) => station === "108" && observedAt >= from && observedAt < to,
        );
        expect(await weather(from, to)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it("differs between seeds and stations", async () => {
    const temperatures = async (more: object): Promise<(number | null)[]> =>
      (await weather(YEAR_2000, YEAR_2000 + DAY, more)).map(({ temperature }) => temperature);
    const base = await temperatures({});
    expect(await temperatures({ seed: 42 })).toEqual(base);
    expect(await temperatures({ seed: 43 })).not.toEqual(base);
    expect(await temperatures({ stations: [INCHEON] })).not.toEqual(base);
  });

  it("shows nothing later than what is known", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -120, max: 3000 }), async (minutes) => {
        const knownAt = YEAR_2000 + minutes * MINUTE;
        for (const { observedAt } of await weather(YEAR_2000, YEAR_2000 + 2 * DAY, { knownAt })) {
          expect(observedAt).toBeLessThanOrEqual(knownAt);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("stops when the caller has stopped", async () => {
    await using source = await climatology.open(climatology.options.parse({}), driverContext());
    const request = { stations: [SEOUL], from: 0, to: DAY, knownAt: DAY, signal: AbortSignal.abort() };
    expect((await failureOf(source.fetch(request))).code).toBe("CANCELLED");
  });
});

describe("twenty years", async () => {
  const observations = await weather(YEAR_2000, YEAR_2000 + 20 * 365.25 * DAY);
  const ofMonth = new Map<number, { observation: WeatherObservation; hour: number; day: number }[]>();
  for (const observation of observations) {
    const { month, hour, year, dayOfYear } = localFields(observation.observedAt, "Asia/Seoul");
    const list = ofMonth.get(month) ?? [];
    list.push({ observation, hour, day: year * 1000 + dayOfYear });
    ofMonth.set(month, list);
  }

  it.each(SEOUL_NORMALS.map((normal, index) => ({ month: index + 1, ...normal })))(
    "have the normals of month $month",
    (normal) => {
      const hours = ofMonth.get(normal.month) ?? [];
      const days = Map.groupBy(hours, ({ day }) => day);
      const perDay = (pick: (values: number[]) => number, field: NumericField): number[] =>
        [...days.values()].map((list) => pick(list.map(({ observation }) => known(observation[field]))));
      expect(Math.abs(mean(perDay(mean, "temperature")) - normal.temperature)).toBeLessThan(1);
      expect(Math.abs(mean(perDay((t) => Math.max(...t), "temperature")) - normal.highest)).toBeLessThan(1.5);
      expect(Math.abs(mean(perDay((t) => Math.min(...t), "temperature")) - normal.lowest)).toBeLessThan(1.5);
      expect(Math.abs(mean(perDay(mean, "relativeHumidity")) - normal.relativeHumidity)).toBeLessThan(3);
      const totals = perDay((list) => list.reduce((sum, value) => sum + value, 0), "precipitation");
      const wet = totals.filter((total) => total >= 0.05).length / 20;
      expect(Math.abs(wet - normal.wetDays)).toBeLessThan(2);
      // Twenty years of a dry month hold little more than a hundred wet days: one month may be off by a third.
      const fallen = totals.reduce((sum, total) => sum + total, 0) / 20;
      expect(fallen / normal.precipitation).toBeGreaterThan(0.6);
      expect(fallen / normal.precipitation).toBeLessThan(1.5);
    },
  );

  it("are warmest in the afternoon, have the year's wind, and snow only in the cold", () => {
    const july = ofMonth.get(7) ?? [];
    const at = (wanted: number): number =>
      mean(july.filter(({ hour }) => hour === wanted).map(({ observation }) => known(observation.temperature)));
    expect(at(15)).toBeGreaterThan(at(9));
    expect(at(9)).toBeGreaterThan(at(3));
    expect(Math.abs(mean(observations.map(({ windSpeed }) => known(windSpeed))) - SEOUL_WIND_SPEED)).toBeLessThan(0.15);
    expect(july.some(({ observation }) => observation.precipitationType === "snow")).toBe(false);
    expect((ofMonth.get(1) ?? []).some(({ observation }) => observation.precipitationType === "snow")).toBe(true);
  });

  it("have the normal precipitation of a year", () => {
    const normal = SEOUL_NORMALS.reduce((sum, { precipitation }) => sum + precipitation, 0);
    const fallen = observations.reduce((sum, { precipitation }) => sum + known(precipitation), 0) / 20;
    expect(fallen / normal).toBeGreaterThan(0.92);
    expect(fallen / normal).toBeLessThan(1.08);
  });

  it("hold only what can be measured, the dew point never above the temperature", () => {
    const fields = Object.keys(PHYSICAL_RANGE) as NumericField[];
    const impossible = observations.filter((observation) =>
      fields.some((field) => observation[field] !== null && !isPhysical(field, known(observation[field]))),
    );
    expect(impossible).toEqual([]);
    expect(observations.filter(({ dewPoint, temperature }) => known(dewPoint) > known(temperature) + 0.05)).toEqual([]);
  });
});
