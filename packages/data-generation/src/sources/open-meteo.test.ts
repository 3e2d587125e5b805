import { DAY, forgetSecrets, HOUR, MINUTE, type ObservationRequest, parseInstant } from "@mlops/core";
import { afterEach, describe, expect, it } from "vitest";

import { driverContext, failureOf, impatientClock, INCHEON, SEOUL } from "../testing/driver-context.ts";
import { answers, drips, type Provider, providerServer, resets } from "../testing/provider-server.ts";
import openMeteo from "./open-meteo.ts";

const NOW = parseInstant("2024-06-10T12:34:00Z");
const NOON = parseInstant("2024-06-10T12:00:00Z");

const UNITS: Record<string, string> = {
  time: "iso8601",
  temperature_2m: "°C",
  dew_point_2m: "°C",
  relative_humidity_2m: "%",
  wind_speed_10m: "m/s",
  wind_direction_10m: "°",
  wind_gusts_10m: "m/s",
  precipitation: "mm",
  pressure_msl: "hPa",
  visibility: "m",
  cloud_cover: "%",
  shortwave_radiation: "W/m²",
  soil_temperature_0cm: "°C",
  weather_code: "wmo code",
};
const VALUES: Record<string, number> = {
  temperature_2m: 21.4,
  dew_point_2m: 14.1,
  relative_humidity_2m: 63,
  wind_speed_10m: 3.2,
  wind_direction_10m: 245,
  wind_gusts_10m: 7.8,
  precipitation: 0.4,
  pressure_msl: 1009.3,
  visibility: 24_140,
  cloud_cover: 75,
  shortwave_radiation: 500,
  soil_temperature_0cm: 24,
  weather_code: 61,
};

const minute = (at: number): string => new Date(at).toISOString().slice(0, 16);

/** The provider's answer to a query: the hours of `start_hour … end_hour`, or the whole days of the archive. */
function answer(query: URLSearchParams, change: (body: Body) => void = () => undefined): string {
  const from = parseInstant(`${query.get("start_hour") ?? `${query.get("start_date")}T00:00`}Z`);
  const to = parseInstant(`${query.get("end_hour") ?? `${query.get("end_date")}T23:00`}Z`);
  const time: string[] = [];
  for (let at = from; at <= to; at += HOUR) time.push(minute(at));
  const names = (query.get("hourly") ?? "").split(",");
  const body: Body = {
    latitude: 37.55,
    longitude: 127,
    utc_offset_seconds: 0,
    hourly_units: Object.fromEntries(["time", ...names].map((name) => [name, UNITS[name] ?? "?"])),
    hourly: {
      time,
      ...Object.fromEntries(names.map((name) => [name, time.map((): number | null => VALUES[name] ?? null)])),
    },
  };
  change(body);
  return JSON.stringify(body);
}
interface Body {
  latitude: number;
  longitude: number;
  utc_offset_seconds: number;
  hourly_units: Record<string, string>;
  hourly: { time: string[]; [name: string]: (string | number | null)[] };
}
const provider: Provider = (response, query) => void response.end(answer(query));
const changed =
  (change: (body: Body) => void): Provider =>
  (response, query) =>
    void response.end(answer(query, change));

const request = (overrides: Partial<ObservationRequest> = {}): ObservationRequest => ({
  stations: [SEOUL],
  from: NOON - 3 * HOUR,
  to: NOON + HOUR,
  knownAt: NOW,
  ...overrides,
});
const open = async (url: string, options: Record<string, unknown> = {}, wall = NOW) =>
  await openMeteo.open(
    openMeteo.options.parse({ base_url: `${url}/v1/`, archive_url: `${url}/old/v1`, ...options }),
    driverContext({ clock: impatientClock(wall) }),
  );

afterEach(forgetSecrets);

describe("requests", () => {
  it("name position, hours, zone and every unit", async () => {
    await using server = await providerServer(provider);
    await using source = await open(server.url);
    await source.fetch(request());
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.path).toBe("/v1/forecast");
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toMatchObject({
      latitude: "37.571",
      longitude: "126.966",
      start_hour: "2024-06-10T09:00",
      end_hour: "2024-06-10T12:00",
      timezone: "UTC",
      temperature_unit: "celsius",
      wind_speed_unit: "ms",
      precipitation_unit: "mm",
    });
  });

  it("go to the archive for hours older than 90 days, and to both where a range has both", async () => {
    await using server = await providerServer(provider);
    await using source = await open(server.url);
    const from = NOON - 91 * DAY;
    const batch = await source.fetch(request({ from, to: NOON - 89 * DAY }));
    expect(
      server.requests.map(({ path, query }) => [path, query.get("start_date") ?? query.get("start_hour")]),
    ).toEqual([
      ["/old/v1/archive", "2024-03-11"],
      ["/v1/forecast", "2024-03-12T13:00"],
    ]);
    expect(server.requests[0]?.query.get("hourly")).not.toContain("visibility");
    expect(batch.observations).toHaveLength(48);
    expect(batch.missing).toEqual([]);
    expect(batch.observations[0]).toMatchObject({ observedAt: from, visibility: null, groundTemperature: null });
  });

  it("are one per station", async () => {
    await using server = await providerServer(provider);
    await using source = await open(server.url);
    const batch = await source.fetch(request({ stations: [INCHEON, SEOUL] }));
    expect(server.requests.map(({ query }) => query.get("latitude"))).toEqual(["37.478", "37.571"]);
    expect(batch.observations.map(({ station }) => station)).toEqual([
      ...Array(4).fill("108"),
      ...Array(4).fill("112"),
    ]);
  });

  it("need the station's position", async () => {
    await using server = await providerServer(provider);
    await using source = await open(server.url);
    const lost = { id: "9", timeZone: "UTC", holidays: "none" } as const;
    const error = await failureOf(source.fetch(request({ stations: [SEOUL, lost] })));
    expect(error).toMatchObject({ code: "STATION_POSITION_MISSING", category: "invalid" });
    expect(server.requests).toEqual([]);
  });

  it("carry the key of a paid plan, which is shown nowhere", async () => {
    await using server = await providerServer(provider);
    await using source = await open(server.url, { api_key: "paid-plan-key" });
    const { payloads } = await source.fetch(request());
    expect(server.requests[0]?.query.get("apikey")).toBe("paid-plan-key");
    expect(payloads[0]?.locator).not.toContain("paid-plan-key");
  });

  it("name the hosts that they may reach", () => {
    expect(openMeteo.hosts(openMeteo.options.parse({}))).toEqual(["api.open-meteo.com", "archive-api.open-meteo.com"]);
  });
});

describe("an hour", () => {
  it("is converted to our units", async () => {
    await using server = await providerServer(provider);
    await using source = await open(server.url);
    const { observations } = await source.fetch(request());
    expect(observations.at(-1)).toEqual({
      station: "108",
      observedAt: NOON,
      temperature: 21.4,
      dewPoint: 14.1,
      relativeHumidity: 63,
      windSpeed: 3.2,
      windDirection: 245,
      windGust: 7.8,
      precipitation: 0.4,
      precipitationType: "rain",
      pressure: 1009.3,
      visibility: 24.14,
      cloudCover: 7.5,
      solarRadiation: 1.8,
      groundTemperature: 24,
      conditionCode: "61",
      source: "open-meteo",
      synthetic: false,
    });
  });

  it("of the future is a forecast, whatever the domain's time", async () => {
    await using server = await providerServer(provider);
    await using source = await open(server.url);
    const batch = await source.fetch(request({ to: NOON + 5 * HOUR, knownAt: NOON + DAY }));
    expect(batch.observations.at(-1)?.observedAt).toBe(NOON);
    expect(batch.missing.map(({ reason }) => reason)).toEqual(Array(4).fill("not-yet-known"));
  });

  it("later than what was known is not shown", async () => {
    await using server = await providerServer(provider);
    await using source = await open(server.url);
    const batch = await source.fetch(request({ knownAt: NOON - MINUTE }));
    expect(batch.observations.at(-1)?.observedAt).toBe(NOON - HOUR);
  });

  it("without any value is missing, with an impossible one it is kept without it", async () => {
    const empty = changed(({ hourly }) => {
      for (const [name, values] of Object.entries(hourly)) if (name !== "time") values[1] = null;
      (hourly.relative_humidity_2m ?? [])[2] = 163;
    });
    await using server = await providerServer(empty);
    await using source = await open(server.url);
    const batch = await source.fetch(request());
    expect(batch.missing).toEqual([{ station: "108", at: NOON - 2 * HOUR, reason: "not-in-response" }]);
    expect(batch.observations[1]).toMatchObject({ relativeHumidity: null, temperature: 21.4 });
    expect(batch.rejected).toMatchObject([{ column: "relative_humidity_2m", text: "163" }]);
  });
});

describe("damage", () => {
  it.each<[string, Provider[]]>([
    ["a reset", [resets]],
    ["502 twice", [answers("", 502), answers("", 502)]],
    ["half of the JSON", [answers('{"latitude": 37.5, "hour')]],
    ["a page", [answers("<html>Bad gateway</html>")]],
    ["an empty body", [answers("")]],
    ["bytes that are no text", [answers(new Uint8Array([0xff, 0xfe, 0xc3, 0x28]))]],
  ])("%s is tried again", async (_name, damage) => {
    await using server = await providerServer(...damage, provider);
    await using source = await open(server.url);
    expect((await source.fetch(request())).observations).toHaveLength(4);
  });

  it.each<[string, Provider, RegExp]>([
    ["other units", changed((body) => (body.hourly_units.wind_speed_10m = "km/h")), /wind_speed_10m is in "km\/h"/],
    ["a missing unit", changed((body) => delete body.hourly_units.temperature_2m), /temperature_2m is in "no unit"/],
    ["another zone", changed((body) => (body.utc_offset_seconds = 32_400)), /utc_offset_seconds/],
    ["columns of other length", changed((body) => body.hourly.precipitation?.pop()), /3 values for 4 times/],
    ["no temperature", changed((body) => delete body.hourly.temperature_2m), /no temperature_2m/],
    ["text for numbers", changed((body) => (body.hourly.temperature_2m = ["1", "2", "3", "4"])), /temperature_2m/],
    ["no table", answers("{}"), /utc_offset_seconds/],
  ])("%s end the fetch with the reason", async (_name, damage, message) => {
    await using server = await providerServer(damage);
    await using source = await open(server.url);
    const error = await failureOf(source.fetch(request()));
    expect(error).toMatchObject({ code: "SOURCE_RESPONSE_INVALID", retryable: false });
    expect(error.message).toMatch(message);
    expect(server.requests).toHaveLength(1);
  });

  it.each([400, 200])("a refusal with status %i is told with its reason", async (status) => {
    await using server = await providerServer(answers('{"error":true,"reason":"Latitude must be in range"}', status));
    await using source = await open(server.url);
    const error = await failureOf(source.fetch(request()));
    expect(error).toMatchObject({ code: "OPEN_METEO_REFUSED", retryable: false });
    expect(error.message).toContain("Latitude must be in range");
  });

  it("a used-up limit is told after the retries", async () => {
    const body = '{"error":true,"reason":"Minutely API request limit exceeded."}';
    await using server = await providerServer(answers(body, 429));
    await using source = await open(server.url);
    const error = await failureOf(source.fetch(request()));
    expect(error).toMatchObject({ code: "HTTP_STATUS", retryable: true });
    expect(error.details.body).toContain("limit exceeded");
  });

  it("a time that cannot be read rejects its hour", async () => {
    await using server = await providerServer(changed(({ hourly }) => (hourly.time[0] = "yesterday")));
    await using source = await open(server.url);
    const batch = await source.fetch(request());
    expect(batch.rejected).toMatchObject([{ column: "time", text: "yesterday" }]);
    expect(batch.observations).toHaveLength(3);
  });

  it("a caller who stops is obeyed", async () => {
    await using server = await providerServer(drips);
    await using source = await open(server.url);
    const stop = new AbortController();
    const work = failureOf(source.fetch(request({ signal: stop.signal })));
    setTimeout(() => stop.abort(), 30);
    expect((await work).code).toBe("CANCELLED");
  });
});
