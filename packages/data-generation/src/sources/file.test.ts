import { existsSync } from "node:fs";
import { appendFile, readFile, rm } from "node:fs/promises";

import { HOUR, type Instant, type ObservationRequest, sha256Hex, type Station, type WeatherSource } from "@mlops/core";
import { readTable, writeTable } from "@mlops/adapters";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { driverContext } from "../testing/driver-context.ts";
import { newYorkColumns, newYorkFile, newYorkHeader, newYorkLines, temporaryFile } from "../testing/new-york-file.ts";
import file from "./file.ts";

const newYork = (id: string): Station => ({ id, timeZone: "America/New_York", holidays: "US" });
const at = (text: string): Instant => Date.parse(text);
const openFile = (options: unknown): Promise<WeatherSource> => file.open(file.options.parse(options), driverContext());

function ask(from: string, to: string, more: Partial<ObservationRequest> = {}): ObservationRequest {
  return { stations: [newYork("JFK")], from: at(from), to: at(to), knownAt: at("2014-01-01T00:00:00Z"), ...more };
}

const firstDay = ask("2013-01-01T06:00:00Z", "2013-01-01T12:00:00Z");

describe("a file of New York's layout", () => {
  test("is converted to the units of the contract", async () => {
    const path = await newYorkFile();
    await using source = await openFile({ path, columns: newYorkColumns });
    const { observations } = await source.fetch({ ...firstDay, stations: [newYork("LGA"), newYork("JFK")] });
    expect(observations.map(({ station, observedAt }) => [station, (observedAt - firstDay.from) / HOUR])).toEqual([
      ["JFK", 0],
      ["JFK", 1],
      ["JFK", 2],
      ["JFK", 4],
      ["LGA", 0],
    ]);
    // 50 °F = 10 °C, 41 °F = 5 °C, 10 mph = 4.4704 m/s, 10 miles = 16.09344 km.
    expect(observations[0]).toEqual({
      station: "JFK",
      observedAt: at("2013-01-01T06:00:00Z"),
      temperature: 10,
      dewPoint: 5,
      relativeHumidity: 71.5,
      windSpeed: expect.closeTo(4.4704, 12) as unknown,
      windDirection: 270,
      windGust: null,
      precipitation: 0,
      precipitationType: "none",
      pressure: 1012.6,
      visibility: expect.closeTo(16.09344, 12) as unknown,
      cloudCover: null,
      solarRadiation: null,
      groundTemperature: null,
      conditionCode: null,
      source: "file",
      synthetic: false,
    });
    // 33.8 °F = 1 °C, so that half an inch (12.7 mm) is snow; at 41 °F it rains.
    expect(observations[1]).toMatchObject({ dewPoint: null, windDirection: null, precipitationType: "snow" });
    expect(observations[1]?.temperature).toBeCloseTo(1, 12);
    expect(observations[1]?.precipitation).toBeCloseTo(12.7, 12);
    expect(observations[1]?.windGust).toBeCloseTo(13.4112, 12);
    expect(observations[3]).toMatchObject({ precipitationType: "rain" });
    expect(observations[2]).toMatchObject({ temperature: null, windSpeed: null, precipitationType: null, dewPoint: 0 });
  });

  test("every defect is reported with its line, every missing hour listed", async () => {
    const path = await newYorkFile();
    await using source = await openFile({ path, columns: newYorkColumns });
    const { rejected, missing } = await source.fetch(firstDay);
    expect(rejected.map(({ where, column, text }) => [where, column, text])).toEqual([
      [`${path}:9`, undefined, "JFK,2013,1,1"],
      [`${path}:8`, "time_hour", "someday"],
      [`${path}:6`, undefined, undefined],
      [`${path}:5`, "temp", "warm"],
      [`${path}:5`, "wind_speed", "400"],
    ]);
    expect(rejected[2]?.message).toBe(
      `The row was left out: station JFK has 2013-01-01T07:00:00Z already at ${path}:4.`,
    );
    expect(rejected[3]?.message).toContain('"warm" is not a number');
    expect(rejected[4]?.message).toMatch(/"400" is 178\.\d+ m\/s, outside 0 to 115/);
    expect(missing).toEqual([
      { station: "JFK", at: at("2013-01-01T09:00:00Z"), reason: "not-in-response" },
      { station: "JFK", at: at("2013-01-01T11:00:00Z"), reason: "not-in-response" },
    ]);
  });

  test("defects of other hours are not repeated, defects without an hour are", async () => {
    const path = await newYorkFile();
    await using source = await openFile({ path, columns: newYorkColumns });
    const { rejected } = await source.fetch(ask("2013-01-01T10:00:00Z", "2013-01-01T11:00:00Z"));
    expect(rejected.map(({ where }) => where)).toEqual([`${path}:9`, `${path}:8`]);
  });

  test("the raw payload holds the rows used, as the file wrote them, and names the file by its digest", async () => {
    const path = await newYorkFile();
    await using source = await openFile({ path, columns: newYorkColumns });
    const { payloads } = await source.fetch(ask("2013-01-01T07:00:00Z", "2013-01-01T09:00:00Z"));
    const [payload] = payloads;
    expect(payloads).toHaveLength(1);
    expect(payload?.locator).toBe(`file:weather.csv#sha256=${sha256Hex(await readFile(path))}`);
    expect(new TextDecoder().decode(payload?.content)).toBe(
      [
        "origin,time_hour,temp,dewp,humid,wind_speed,wind_dir,wind_gust,precip,pressure,visib",
        "JFK,2013-01-01T07:00:00Z,33.8,,90,20,,30,0.5,1000.25,0.25",
        "JFK,2013-01-01T08:00:00Z,warm,32,95,400,90,,,,2",
        "",
      ].join("\n"),
    );
    const long = await source.fetch(ask("2013-01-01T00:00:00Z", "2013-06-01T00:00:00Z"));
    expect(long.observations).toHaveLength(4);
    expect(long.payloads).toEqual([]);
  });

  test("nothing is seen before it is known, whatever the delay", async () => {
    const path = await newYorkFile();
    const hours = fc.integer({ min: 0, max: 8 });
    await fc.assert(
      fc.asyncProperty(hours, hours, hours, fc.constantFrom(0, 10, 60, 90), async (from, length, known, delay) => {
        await using source = await openFile({ path, columns: newYorkColumns, delay_minutes: delay });
        const request = {
          stations: [newYork("JFK")],
          from: firstDay.from + from * HOUR,
          to: firstDay.from + (from + length) * HOUR,
          knownAt: firstDay.from + known * HOUR,
        };
        const batch = await source.fetch(request);
        const expected = [0, 1, 2, 4].map((hour) => firstDay.from + hour * HOUR);
        expect(batch.observations.map(({ observedAt }) => observedAt)).toEqual(
          expected.filter(
            (hour) => hour >= request.from && hour < request.to && hour + delay * 60_000 <= request.knownAt,
          ),
        );
        expect(batch.observations.length + batch.missing.length).toBe(length);
        const raw = batch.payloads.map(({ content }) =>
          new TextDecoder().decode(content).trimEnd().split("\n").slice(1),
        );
        expect(raw.flat()).toHaveLength(batch.observations.length);
      }),
      { numRuns: 15 },
    );
  });

  test("a file that grows is read again, its span with it", async () => {
    const path = await newYorkFile();
    await using source = await openFile({ path, columns: newYorkColumns });
    expect(await source.span?.(newYork("JFK"))).toEqual({ first: firstDay.from, last: firstDay.from + 4 * HOUR });
    await appendFile(path, `${newYorkLines[0]?.replace("T06:", "T11:")}\n`);
    expect(await source.span?.(newYork("JFK"))).toEqual({ first: firstDay.from, last: firstDay.from + 5 * HOUR });
    expect(await source.span?.(newYork("EWR"))).toBeUndefined();
  });

  test("a file that is parsed is not parsed again for the next window", async () => {
    const path = await newYorkFile();
    await using source = await openFile({ path, columns: newYorkColumns });
    const before = await source.fetch(firstDay);
    const batches = await Promise.all(Array.from({ length: 200 }, () => source.fetch(firstDay)));
    expect(batches.every(({ observations }) => observations.length === before.observations.length)).toBe(true);
  });

  test("Parquet of the same rows gives the same observations", async () => {
    const path = await newYorkFile();
    const types = { time_hour: "instant", temp: "float64", precip: "float64" } as const;
    const { table } = await readTable(path, { types });
    const parquet = path.replace(".csv", ".parquet");
    await writeTable(parquet, table);
    await using one = await openFile({ path, columns: newYorkColumns });
    await using other = await openFile({ path: parquet, columns: newYorkColumns });
    const [a, b] = [await one.fetch(firstDay), await other.fetch(firstDay)];
    expect(b.observations).toEqual(a.observations);
    expect(b.rejected.some(({ where }) => where === `${parquet} (row 7)`)).toBe(true);
  });
});

describe("the mapping", () => {
  test("a wrong unit is answered with the accepted ones", () => {
    const columns = { ...newYorkColumns, wind_speed: { column: "wind_speed", unit: "furlongs" } };
    expect(() => file.options.parse({ path: "x.csv", columns })).toThrow(
      '\\"furlongs\\" is no unit of this field; one of m/s, km/h, mph, knot, knots',
    );
    expect(file.options.safeParse({ path: "x.csv", columns: { observed_at: "t", wind: "w" } }).success).toBe(false);
  });

  test.each([
    ["temperature", "kelvin", 273.15, 0],
    ["temperature", "celsius", -3.5, -3.5],
    ["wind_speed", "km/h", 36, 10],
    ["wind_speed", "knot", 9, 4.63],
    ["wind_gust", "Knots", 9, 4.63],
    ["precipitation", "cm", 0.3, 3],
    ["pressure", "kpa", 101.325, 1013.25],
    ["pressure", "pa", 101_325, 1013.25],
    ["pressure", "inHg", 30, 1015.9167],
    ["visibility", "m", 1500, 1.5],
    ["relative_humidity", "fraction", 0.5, 50],
    ["cloud_cover", "okta", 4, 5],
    ["cloud_cover", "percent", 70, 7],
    ["solar_radiation", "w/m2", 500, 1.8],
  ] as const)("%s in %s: %d is %d", async (field, unit, value, expected) => {
    const path = await temporaryFile("one.csv", `t,v\n2020-01-01T00:00:00Z,${value}\n`);
    await using source = await openFile({ path, columns: { observed_at: "t", [field]: { column: "v", unit } } });
    const { observations } = await source.fetch(
      ask("2020-01-01T00:00:00Z", "2020-01-01T01:00:00Z", { knownAt: at("2021-01-01T00:00:00Z") }),
    );
    const camelCase = field.replace(/_[a-z]/g, (match) => match.slice(1).toUpperCase());
    expect(observations[0]).toMatchObject({ [camelCase]: expect.closeTo(expected, 4) as unknown });
  });

  test("a column that the file does not have is answered with those that it has", async () => {
    const path = await newYorkFile();
    await using source = await openFile({ path, columns: { ...newYorkColumns, temperature: "tmp" } });
    await expect(source.fetch(firstDay)).rejects.toThrow(
      expect.objectContaining({
        code: "TABLE_COLUMN_UNKNOWN",
        message: expect.stringMatching(/"tmp" in .*weather\.csv.*"temp"/s) as unknown,
        hint: 'Did you mean "temp"?',
      }),
    );
  });

  test("a file without a station column belongs to one station", async () => {
    const path = await temporaryFile("one.csv", "t,v\n2013-01-01T06:00:00Z,1\n");
    const columns = { observed_at: "t", temperature: "v" };
    await using unnamed = await openFile({ path, columns });
    expect((await unnamed.fetch(firstDay)).observations).toMatchObject([{ station: "JFK", temperature: 1 }]);
    const two = { ...firstDay, stations: [newYork("JFK"), newYork("LGA")] };
    await expect(unnamed.fetch(two)).rejects.toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
    await using named = await openFile({ path, columns, station_id: "LGA" });
    const batch = await named.fetch(two);
    expect(batch.observations.map(({ station }) => station)).toEqual(["LGA"]);
    expect(batch.missing.filter(({ station }) => station === "JFK")).toHaveLength(6);
    expect(await named.span?.(newYork("JFK"))).toBeUndefined();
  });

  test("precipitation types and condition codes can come from columns", async () => {
    const path = await temporaryFile(
      "types.csv",
      "t,p,c\n2013-01-01T06:00:00Z,snow,71\n2013-01-01T07:00:00Z,hail,NA\n",
    );
    const columns = { observed_at: "t", precipitation_type: "p", condition_code: "c" };
    await using source = await openFile({ path, columns });
    const { observations, rejected } = await source.fetch(firstDay);
    expect(observations.map(({ precipitationType, conditionCode }) => [precipitationType, conditionCode])).toEqual([
      ["snow", "71"],
      [null, null],
    ]);
    expect(rejected).toMatchObject([{ where: `${path}:3`, column: "p", text: "hail" }]);
  });
});

describe("time columns", () => {
  const rows = (times: readonly string[]): string => `t,v\n${times.map((time, row) => `${time},${row}`).join("\n")}\n`;
  const whole = ask("2013-01-01T00:00:00Z", "2014-01-01T00:00:00Z");

  async function read(times: readonly string[], observedAt: object) {
    const path = await temporaryFile("times.csv", rows(times));
    await using source = await openFile({
      path,
      columns: { observed_at: { column: "t", ...observedAt }, temperature: "v" },
    });
    const { observations, rejected } = await source.fetch(whole);
    return {
      instants: observations.map(({ observedAt }) => new Date(observedAt).toISOString().slice(5, 16)),
      rejected: rejected.map(({ where, text }) => `${where.slice(path.length)} ${text}`),
    };
  }

  test("local times need a zone", async () => {
    await expect(read(["2013-07-01 08:00"], {})).rejects.toThrow(
      expect.objectContaining({ code: "TIME_ZONE_NEEDED", message: expect.stringContaining('"t"') as unknown }),
    );
  });

  test("local, zoned and impossible times of one column", async () => {
    const times = ["2013-07-01 08:00", "2013-01-01T08:00:00", "2013-07-01T12:30:00+09:00", "2013-02-30 08:00", "noon"];
    const result = await read(times, { time_zone: "America/New_York" });
    expect(result.instants).toEqual(["01-01T13:00", "07-01T03:30", "07-01T12:00"]);
    expect(result.rejected).toEqual([":5 2013-02-30 08:00", ":6 noon"]);
  });

  test("an hour that the clock repeats is rejected unless the choice is given; one that it skips always is", async () => {
    const times = ["2013-03-10 02:30", "2013-11-03 00:30", "2013-11-03 01:30", "2013-11-03 02:30"];
    const zone = { time_zone: "America/New_York" };
    const strict = await read(times, zone);
    expect(strict.instants).toEqual(["11-03T04:30", "11-03T07:30"]);
    expect(strict.rejected).toEqual([":2 2013-03-10 02:30", ":4 2013-11-03 01:30"]);
    const earlier = await read(times, { ...zone, disambiguation: "earlier" });
    expect(earlier.instants).toEqual(["11-03T04:30", "11-03T05:30", "11-03T07:30"]);
    expect(earlier.rejected).toEqual([":2 2013-03-10 02:30"]);
    const later = await read(times, { ...zone, disambiguation: "later" });
    expect(later.instants).toEqual(["11-03T04:30", "11-03T06:30", "11-03T07:30"]);
  });

  test("seconds and milliseconds of the epoch", async () => {
    const first = at("2013-05-01T00:00:00Z");
    const seconds = await read([`${first / 1000}`, "soon"], { format: "epoch_seconds" });
    expect(seconds).toEqual({ instants: ["05-01T00:00"], rejected: [":3 soon"] });
    const milliseconds = await read([`${first}`], { format: "epoch_milliseconds" });
    expect(milliseconds.instants).toEqual(["05-01T00:00"]);
  });
});

test("an aborted request ends as cancelled, the next one works", async () => {
  const path = await newYorkFile();
  await using source = await openFile({ path, columns: newYorkColumns });
  await expect(source.fetch({ ...firstDay, signal: AbortSignal.abort() })).rejects.toThrow(
    expect.objectContaining({ code: "CANCELLED" }),
  );
  expect((await source.fetch(firstDay)).observations).toHaveLength(4);
});

test("a file that disappears or is empty is named", async () => {
  const path = await newYorkFile();
  await using source = await openFile({ path, columns: newYorkColumns });
  await rm(path);
  await expect(source.fetch(firstDay)).rejects.toThrow(expect.objectContaining({ code: "FILE_NOT_FOUND" }));
  const header = await temporaryFile("header.csv", `${newYorkHeader}\n`);
  await using empty = await openFile({ path: header, columns: newYorkColumns });
  expect(await empty.fetch(firstDay)).toMatchObject({ observations: [], payloads: [], rejected: [] });
});

const realFile = new URL("../../../../../shared/data/nyc_weather_2013.csv", import.meta.url).pathname;

describe.skipIf(!existsSync(realFile))("../shared/data/nyc_weather_2013.csv", () => {
  const stations = ["JFK", "LGA"].map(newYork);
  const year = ask("2013-01-01T00:00:00Z", "2014-01-02T00:00:00Z", { stations, knownAt: at("2015-01-01T00:00:00Z") });

  test("8,706 hours of each station, converted as by hand", async () => {
    await using source = await openFile({ path: realFile, columns: newYorkColumns });
    const { observations, rejected } = await source.fetch(year);
    expect(observations.filter(({ station }) => station === "JFK")).toHaveLength(8706);
    expect(observations.filter(({ station }) => station === "LGA")).toHaveLength(8706);
    expect(rejected).toEqual([]);
    const observationAt = (text: string) =>
      observations.find(({ station, observedAt }) => station === "JFK" && observedAt === at(text));
    // Line 2: 39.02 °F, 26.06 °F, 59.37 %, 260°, 12.658579999999999 mph, gust NA, 0 in, 1012.6 mbar, 10 miles.
    expect(observationAt("2013-01-01T06:00:00Z")).toMatchObject({
      temperature: expect.closeTo(3.9, 10) as unknown,
      dewPoint: expect.closeTo(-3.3, 10) as unknown,
      relativeHumidity: 59.37,
      windDirection: 260,
      windSpeed: expect.closeTo(5.658_891_603_2, 8) as unknown,
      windGust: null,
      precipitationType: "none",
      pressure: 1012.6,
      visibility: expect.closeTo(16.093_44, 10) as unknown,
    });
    // 18 h: pressure NA. 21 h: 24.166379999999997 mph gust.
    expect(observationAt("2013-01-01T18:00:00Z")?.pressure).toBeNull();
    expect(observationAt("2013-01-01T21:00:00Z")?.windGust).toBeCloseTo(10.803_338_515_2, 8);
    expect(await source.span?.(newYork("JFK"))).toEqual({
      first: at("2013-01-01T06:00:00Z"),
      last: at("2013-12-30T23:00:00Z"),
    });
  });
});
