import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { isMlopsError } from "../errors/mlops-error.ts";
import { DAY, floorToHour, formatInstant, HOUR, MINUTE, parseInstant, utcOf } from "./instant.ts";

const refused = expect.objectContaining({ code: "INSTANT_INVALID" }) as Error;
const anyInstant = fc.integer({ min: parseInstant("0001-01-01T00:00:00Z"), max: parseInstant("9998-12-31T23:59:59Z") });

describe("parsing", () => {
  test.each([
    ["1970-01-01T00:00:00Z", 0],
    ["2013-10-05T12:00:00Z", 1_380_974_400_000],
    ["2013-10-05 12:00Z", 1_380_974_400_000],
    ["2013-10-05T08:00:00-04:00", 1_380_974_400_000],
    ["2013-10-05T21:00:00+0900", 1_380_974_400_000],
    [" 2013-10-05T12:00:00.001z ", 1_380_974_400_001],
    ["2013-10-05T12:00:00.001999999Z", 1_380_974_400_001],
    ["2012-02-29T00:00:00Z", 1_330_473_600_000],
    ["0050-06-01T00:00:00Z", -60_576_249_600_000],
  ])("%j is %i", (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  test.each([
    "2013-10-05",
    "2013-10-05T12:00:00",
    "2013-02-29T00:00:00Z",
    "2013-13-01T00:00:00Z",
    "2013-00-01T00:00:00Z",
    "2013-04-31T00:00:00Z",
    "2013-10-00T00:00:00Z",
    "2013-10-05T24:00:00Z",
    "2013-10-05T12:60:00Z",
    "2013-06-30T23:59:60Z",
    "2013-10-05T12:00:00+19:00",
    "2013-10-05T12:00:00+09:60",
    "2013-10-05T12:00:00 KST",
    "1380974400000",
    "+002013-10-05T12:00:00Z",
    "",
  ])("%j is refused", (text) => {
    expect(() => parseInstant(text)).toThrow(refused);
  });

  test("any instant reads back from its text, in any offset", () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: -18 * 60, max: 18 * 60 }), (instant, offset) => {
        expect(parseInstant(formatInstant(instant))).toBe(instant);
        const local = formatInstant(instant + offset * MINUTE).replace("Z", "");
        const size = Math.abs(offset);
        const two = (value: number): string => String(value).padStart(2, "0");
        const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
        expect(parseInstant(local + zone)).toBe(instant);
      }),
    );
  });

  test("any other text gives an instant or an MlopsError, never anything else", () => {
    const digits = fc.stringMatching(/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|z|[+-]\d{2}:?\d{2})?$/);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string(), digits), (text) => {
        const outcome = attempt(() => parseInstant(text));
        expect(Number.isSafeInteger(outcome) || isMlopsError(outcome)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

test("a date exists exactly where the calendar has it", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      (year, month, day) => {
        const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
        const length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
        expect(utcOf(year, month, day) !== undefined).toBe(day >= 1 && day <= length);
      },
    ),
    { numRuns: 2000 },
  );
});

test("the full hour at or before an instant", () => {
  fc.assert(
    fc.property(anyInstant, (instant) => {
      const hour = floorToHour(instant);
      expect(Math.abs(hour % HOUR)).toBe(0);
      expect(instant - hour).toBeGreaterThanOrEqual(0);
      expect(instant - hour).toBeLessThan(HOUR);
    }),
  );
  expect(DAY).toBe(24 * HOUR);
});

/** What a call returns or throws. */
function attempt(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}
