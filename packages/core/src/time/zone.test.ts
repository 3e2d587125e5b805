import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { HOUR, MINUTE, parseInstant, utcOf } from "./instant.ts";
import { assertTimeZone, formatInZone, instantOfLocal, localFields, offsetMinutes } from "./zone.ts";

const local = (text: string): number => parseInstant(`${text}Z`);
const zones = [
  "UTC",
  "Asia/Seoul",
  "America/New_York",
  "Europe/London",
  "Australia/Sydney",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "Africa/Casablanca",
];
const zone = fc.constantFrom(...zones);
const instant = fc.integer({ min: parseInstant("1975-01-01T00:00:00Z"), max: parseInstant("2040-01-01T00:00:00Z") });

describe("offsets at both edges of daylight saving time", () => {
  test.each([
    ["America/New_York", "2013-03-10T07:00:00Z", -300, -240],
    ["America/New_York", "2013-11-03T06:00:00Z", -240, -300],
    ["Asia/Seoul", "1987-05-09T17:00:00Z", 540, 600],
    ["Asia/Seoul", "1987-10-10T17:00:00Z", 600, 540],
    ["Asia/Seoul", "1988-05-07T17:00:00Z", 540, 600],
    ["Asia/Seoul", "1988-10-08T17:00:00Z", 600, 540],
    ["Europe/London", "2013-03-31T01:00:00Z", 0, 60],
    ["Europe/London", "2013-10-27T01:00:00Z", 60, 0],
    ["Australia/Sydney", "2013-04-06T16:00:00Z", 660, 600],
    ["Australia/Sydney", "2013-10-05T16:00:00Z", 600, 660],
    ["Australia/Lord_Howe", "2013-04-06T15:00:00Z", 660, 630],
    ["Australia/Lord_Howe", "2013-10-05T15:30:00Z", 630, 660],
    ["America/Sao_Paulo", "2013-02-17T02:00:00Z", -120, -180],
    ["Pacific/Apia", "2011-12-30T10:00:00Z", -600, 840],
  ])("%s at %s", (name, edge, before, after) => {
    const change = parseInstant(edge);
    expect(offsetMinutes(change - 1, name)).toBe(before);
    expect(offsetMinutes(change, name)).toBe(after);
    expect(offsetMinutes(change - 12 * HOUR, name)).toBe(before);
    expect(offsetMinutes(change + 12 * HOUR, name)).toBe(after);
  });

  test("Seoul has had none since", () => {
    for (let year = 1989; year <= 2030; year++) {
      for (const month of [1, 7]) expect(offsetMinutes(utcOf(year, month, 1) ?? Number.NaN, "Asia/Seoul")).toBe(540);
    }
  });
});

describe("local fields", () => {
  test("count days from 1 and weeks from Monday", () => {
    expect(localFields(parseInstant("2012-12-31T15:30:45Z"), "Asia/Seoul")).toEqual({
      year: 2013,
      month: 1,
      day: 1,
      hour: 0,
      minute: 30,
      second: 45,
      dayOfWeek: 1,
      dayOfYear: 1,
      offsetMinutes: 540,
    });
    expect(localFields(parseInstant("2012-12-31T23:00:00Z"), "UTC")).toMatchObject({ dayOfWeek: 0, dayOfYear: 366 });
  });

  test("agree with Intl", () => {
    const formatters = new Map(
      zones.map((name) => [
        name,
        new Intl.DateTimeFormat("en-CA", { timeZone: name, dateStyle: "short", timeStyle: "medium", hourCycle: "h23" }),
      ]),
    );
    fc.assert(
      fc.property(instant, zone, (at, name) => {
        const { year, month, day, hour, minute, second } = localFields(at, name);
        const two = (value: number): string => String(value).padStart(2, "0");
        const text = `${year}-${two(month)}-${two(day)}, ${two(hour)}:${two(minute)}:${two(second)}`;
        expect(formatters.get(name)?.format(at)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test("the hours of a day at the edge are 23 and 25, of Lord Howe 23½ and 24½", () => {
    const length = (name: string, day: string, next: string): number =>
      (instantOfLocal(local(`${next}T00:00:00`), name) - instantOfLocal(local(`${day}T00:00:00`), name)) / HOUR;
    expect(length("America/New_York", "2013-03-10", "2013-03-11")).toBe(23);
    expect(length("America/New_York", "2013-11-03", "2013-11-04")).toBe(25);
    expect(length("Australia/Lord_Howe", "2013-10-06", "2013-10-07")).toBe(23.5);
    expect(length("Australia/Lord_Howe", "2013-04-07", "2013-04-08")).toBe(24.5);
    expect(length("Asia/Seoul", "1988-05-08", "1988-05-09")).toBe(23);
  });
});

describe("instants of local times", () => {
  test.each([
    ["America/New_York", "2013-11-03T01:30:00", "2013-11-03T05:30:00Z", "2013-11-03T06:30:00Z"],
    ["Europe/London", "2013-10-27T01:30:00", "2013-10-27T00:30:00Z", "2013-10-27T01:30:00Z"],
    ["Australia/Lord_Howe", "2013-04-07T01:45:00", "2013-04-06T14:45:00Z", "2013-04-06T15:15:00Z"],
    ["Asia/Seoul", "1988-10-09T02:30:00", "1988-10-08T16:30:00Z", "1988-10-08T17:30:00Z"],
  ])("in %s %s exists twice", (name, text, earlier, later) => {
    expect(instantOfLocal(local(text), name, "earlier")).toBe(parseInstant(earlier));
    expect(instantOfLocal(local(text), name, "later")).toBe(parseInstant(later));
    expect(() => instantOfLocal(local(text), name, "reject")).toThrow(/exists twice/);
  });

  test.each([
    ["America/New_York", "2013-03-10T02:30:00", "2013-03-10T07:30:00Z"],
    ["Europe/London", "2013-03-31T01:30:00", "2013-03-31T01:30:00Z"],
    ["Australia/Lord_Howe", "2013-10-06T02:15:00", "2013-10-05T15:45:00Z"],
    ["Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00Z"],
  ])("in %s %s does not exist", (name, text, moved) => {
    expect(instantOfLocal(local(text), name, "earlier")).toBe(parseInstant(moved));
    expect(instantOfLocal(local(text), name, "later")).toBe(parseInstant(moved));
    expect(() => instantOfLocal(local(text), name, "reject")).toThrow(/does not exist/);
  });

  test("come back from the local time of an instant", () => {
    fc.assert(
      fc.property(instant, zone, (at, name) => {
        const asUtc = at + offsetMinutes(at, name) * MINUTE;
        const candidates = [instantOfLocal(asUtc, name, "earlier"), instantOfLocal(asUtc, name, "later")];
        expect(candidates).toContain(at);
      }),
      { numRuns: 500 },
    );
  });

  test("come back near every edge", () => {
    const edges = ["2013-03-10T07:00:00Z", "2013-11-03T06:00:00Z", "2013-03-31T01:00:00Z", "2013-04-06T15:00:00Z"];
    const near = fc.tuple(fc.constantFrom(...edges.map(parseInstant)), fc.integer({ min: -180, max: 180 }));
    fc.assert(
      fc.property(near, zone, ([edge, minutes], name) => {
        const at = edge + minutes * MINUTE;
        const asUtc = at + offsetMinutes(at, name) * MINUTE;
        expect([instantOfLocal(asUtc, name, "earlier"), instantOfLocal(asUtc, name, "later")]).toContain(at);
      }),
      { numRuns: 1000 },
    );
  });
});

test("text with the zone's offset reads back as the instant", () => {
  expect(formatInZone(parseInstant("2013-10-05T12:00:00Z"), "America/New_York")).toBe("2013-10-05T08:00:00-04:00");
  expect(formatInZone(parseInstant("2013-10-05T12:00:00Z"), "Asia/Kathmandu")).toBe("2013-10-05T17:45:00+05:45");
  fc.assert(
    fc.property(instant, zone, (at, name) => {
      expect(parseInstant(formatInZone(at, name))).toBe(at);
    }),
  );
});

test.each(["KST", "Asia/Soul", "", "Mars/Olympus"])("%j is no time zone", (name) => {
  const unknown = expect.objectContaining({ code: "TIME_ZONE_UNKNOWN" }) as Error;
  expect(() => assertTimeZone(name)).toThrow(unknown);
  expect(() => offsetMinutes(0, name)).toThrow(unknown);
  expect(() => localFields(0, name)).toThrow(unknown);
});
