import { isMlopsError, parseInstant } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { isPhysical, type NumericField, PHYSICAL_RANGE } from "../observation/physical-range.ts";
import { KMA_HEADER, kmaAnswer, kmaLine } from "../testing/kma-answer.ts";
import { formatKmaTime, parseKmaText } from "./kma-text.ts";

const AT = parseInstant("2024-01-31T15:00:00+09:00");
const only = (cells: Record<string, string | number>) => {
  const reading = parseKmaText(kmaAnswer(kmaLine(AT, 108, cells)), "kma");
  return { ...reading, observation: reading.observations[0]?.observation };
};

describe("a line of the KMA", () => {
  it("is read from the documented columns, in our units", () => {
    const { observation, rejected } = only({ RN: 3.5, GST_WS: 6.1, WW: "19" });
    expect(rejected).toEqual([]);
    expect(observation).toEqual({
      station: "108",
      observedAt: AT,
      temperature: 15.2,
      dewPoint: 8,
      relativeHumidity: 62,
      windSpeed: 2.2,
      windDirection: 290,
      windGust: 6.1,
      precipitation: 3.5,
      precipitationType: "rain",
      pressure: 1012.7,
      visibility: 29.07,
      cloudCover: 7,
      solarRadiation: 1.88,
      groundTemperature: 19.5,
      conditionCode: "19",
      source: "kma",
      synthetic: false,
    });
  });

  it("takes precipitation from RN, never from the vapour pressure beside it", () => {
    expect(only({ PV: 18.4, RN: "-9.0" }).observation?.precipitation).toBe(0);
    expect(only({ PV: 18.4, RN: "0.0" }).observation?.precipitation).toBe(0);
    expect(only({ PV: 18.4, RN: "12.5" }).observation?.precipitation).toBe(12.5);
  });

  it("keeps a temperature of -9.0 °C, a Korean winter morning", () => {
    const { observation } = only({ TA: "-9.0", TD: "-15.3", TS: "-9.0", HM: 60, PV: 1.8, RN: 0.4 });
    expect(observation).toMatchObject({ temperature: -9, groundTemperature: -9, precipitationType: "snow" });
  });

  it("takes -9.0 for missing where the whole thermometer reads so", () => {
    const { observation } = only({ TA: "-9.0", TD: "-9.0", HM: "-9.0", PV: "-9.0" });
    expect(observation).toMatchObject({ temperature: null, dewPoint: null, relativeHumidity: null, windSpeed: 2.2 });
  });

  it("takes -9.0 for missing in a dew point without humidity and a ground far colder than the air", () => {
    const { observation } = only({ TD: "-9.0", HM: "-9.0", TA: 20, TS: "-9.0" });
    expect(observation).toMatchObject({ temperature: 20, dewPoint: null, groundTemperature: null });
  });

  it.each(["-99.0", "-99", "-999.0", "-999"])("takes %s for missing in every column", (mark) => {
    const cells = Object.fromEntries(
      ["WD", "GST_WS", "PA", "PS", "TA", "TD", "HM", "RN", "CA_TOT", "VS", "SI", "TS"].map((name) => [name, mark]),
    );
    expect(only(cells).observation).toMatchObject({
      windDirection: null,
      windGust: null,
      pressure: null,
      temperature: null,
      dewPoint: null,
      relativeHumidity: null,
      precipitation: null,
      precipitationType: null,
      cloudCover: null,
      visibility: null,
      solarRadiation: null,
      groundTemperature: null,
    });
  });

  it.each(["-9", "-9.0", "-9.00"])("takes %s for missing where a value cannot be negative", (mark) => {
    expect(
      only({ WD: mark, WS: mark, HM: mark, PS: mark, VS: mark, CA_TOT: mark, SI: mark }).observation,
    ).toMatchObject({
      windDirection: null,
      windSpeed: null,
      relativeHumidity: null,
      pressure: 1002.1,
      visibility: null,
      cloudCover: null,
      solarRadiation: null,
    });
  });

  it("is without the values that cannot be, and they are reported with line and column", () => {
    const { observation, rejected } = only({ HM: "162.0", WD: 99, TA: "1O.2" });
    expect(observation).toMatchObject({
      relativeHumidity: null,
      windDirection: null,
      temperature: null,
      windSpeed: 2.2,
    });
    expect(rejected.map(({ where, column, text }) => [where, column, text])).toEqual([
      ["kma:5", "TA", "1O.2"],
      ["kma:5", "HM", "162.0"],
      ["kma:5", "WD", "99"],
    ]);
  });
});

describe("lines that cannot be used", () => {
  it.each([
    ["garbage", "<b>Service unavailable</b>"],
    ["a time that does not exist", kmaLine(AT, 108).replace("202401311500", "202402301500")],
    ["a station that is no number", kmaLine(AT, "SEOUL")],
    ["a column too few", kmaLine(AT, 108).replace(/ \S+$/, "")],
    ["a column too many", `${kmaLine(AT, 108)} 1`],
    ["only missing values", `202401311500 108 ${Array.from({ length: 44 }, () => "-9").join(" ")}`],
  ])("%s: reported, not dropped", (_name, line) => {
    const { observations, rejected } = parseKmaText(kmaAnswer(kmaLine(AT, 112), line), "kma");
    expect(observations).toHaveLength(1);
    expect(rejected).toHaveLength(1);
    expect(rejected[0]?.where).toBe("kma:6");
  });

  it("are known by station and hour where these can be read", () => {
    const { unusable } = parseKmaText(kmaAnswer(kmaLine(AT, 108).replace(/ \S+$/, "")), "kma");
    expect(unusable).toEqual([{ station: "108", at: AT }]);
  });
});

describe("the header", () => {
  const names = KMA_HEADER[2] ?? "";

  it("decides where columns stand, also when they have moved", () => {
    const moved = names.replace("TA    TD", "TD    TA");
    const text = kmaAnswer(kmaLine(AT, 108, { TA: "8.0", TD: 15.2 })).replace(names, moved);
    expect(parseKmaText(text, "kma").observations[0]?.observation).toMatchObject({ temperature: 15.2, dewPoint: 8 });
  });

  it("may be written with the documented long names", () => {
    const long =
      "# YYMMDDHHMI STN WD WS GST_WD GST_WS GST_TM PA PS PT PR TA TD HM PV RN RN_DAY RN_JUN RN_INT SD_HR3 SD_DAY " +
      "SD_TOT WC WP WW CA_TOT CA_MID CH_MIN CT CT_TOP CT_MID CT_LOW VS SS SI ST_GD TS TE_005";
    const line = kmaLine(AT, 108).split(" ").slice(0, 38).join(" ");
    const { observations, rejected } = parseKmaText(`#START7777\n${long}\n${line}\n#7777END`, "kma");
    expect(rejected).toEqual([]);
    expect(observations[0]?.observation).toMatchObject({
      precipitation: 0,
      visibility: 29.07,
      groundTemperature: 19.5,
    });
  });

  it("may be absent", () => {
    expect(parseKmaText(`#START7777\n${kmaLine(AT, 108)}\n#7777END`, "kma").observations).toHaveLength(1);
  });

  it("ends the reading where a needed column is gone", () => {
    const text = kmaAnswer(kmaLine(AT, 108)).replace(names, names.replace("  HM ", "  XX "));
    expect(() => parseKmaText(text, "kma")).toThrow(expect.objectContaining({ code: "KMA_RESPONSE_UNEXPECTED" }));
  });
});

describe("the parser", () => {
  const token = fc.oneof(
    fc.constantFrom("-9", "-9.0", "-99.0", "-999", "-", "108", "202401311500", "1e9", "NaN", "Infinity", "0x1F", "+3"),
    fc.double().map(String),
    fc.integer({ min: -1000, max: 3000 }).map((tenths) => String(tenths / 10)),
    fc.string(),
  );
  const line = fc.oneof(
    fc.array(token, { maxLength: 50 }).map((cells) => cells.join(" ")),
    fc.array(token, { minLength: 44, maxLength: 44 }).map((cells) => ["202401311500", "108", ...cells].join(" ")),
    fc.constantFrom(...KMA_HEADER, "#7777END", "", "\u0000", "# YYMMDDHHMI STN TA"),
  );

  it("throws nothing but MlopsError, and accepts only what can be measured", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        try {
          for (const { observation } of parseKmaText(lines.join("\n"), "kma").observations) {
            for (const field of Object.keys(PHYSICAL_RANGE) as NumericField[]) {
              const value = observation[field];
              expect(value === null || isPhysical(field, value)).toBe(true);
            }
          }
        } catch (error) {
          if (!isMlopsError(error)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });

  it("accounts for every line: read, commented or reported", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { maxLength: 20 }), (lines) => {
        const body = lines.map((each) => `x${each.replace(/[\r\n]/g, "")}`);
        const { observations, rejected } = parseKmaText(body.join("\n"), "kma");
        expect(observations.length + rejected.length).toBe(body.length);
      }),
    );
  });

  it("reads back the times that requests carry", () => {
    const hour = fc.integer({ min: 0, max: 24 * 365 * 80 }).map((hours) => hours * 3_600_000);
    fc.assert(
      fc.property(hour, (at) => {
        const text = kmaAnswer(kmaLine(at, 108));
        expect(parseKmaText(text, "kma").observations[0]?.observation.observedAt).toBe(at);
        expect(formatKmaTime(at)).toHaveLength(12);
      }),
    );
  });
});
