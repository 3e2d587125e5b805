import { forgetSecrets, HOUR, type ObservationRequest, parseInstant } from "@mlops/core";
import { afterEach, describe, expect, it } from "vitest";

import { driverContext, failureOf, impatientClock, INCHEON, SEOUL } from "../testing/driver-context.ts";
import { answers, cutsOff, type Provider, providerServer } from "../testing/provider-server.ts";
import http from "./http.ts";

const NOON = parseInstant("2024-06-10T12:00:00Z");
const row = (hour: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  timestamp: new Date(NOON + hour * HOUR).toISOString(),
  temperature_c: 21,
  wind_speed_ms: 3,
  precipitation_mm: 0,
  ...more,
});
const rows = (...observations: unknown[]): Provider => answers(JSON.stringify({ observations }));

const request = (overrides: Partial<ObservationRequest> = {}): ObservationRequest => ({
  stations: [SEOUL],
  from: NOON - 3 * HOUR,
  to: NOON,
  knownAt: NOON,
  ...overrides,
});
const open = async (url: string, options: Record<string, unknown> = {}) =>
  await http.open(
    http.options.parse({ base_url: url, ...options }),
    driverContext({ clock: impatientClock(NOON + HOUR / 2) }),
  );

afterEach(forgetSecrets);

describe("requests", () => {
  it("ask for enough hours before the service's present, with the token", async () => {
    await using server = await providerServer(rows());
    await using source = await open(`${server.url}/weather/`, {
      token: "bearer-secret",
      locations: { 112: "incheon" },
    });
    await source.fetch(request({ stations: [SEOUL, INCHEON] }));
    expect(server.requests.map(({ path, query }) => [path, query.get("location"), query.get("hours")])).toEqual([
      ["/weather/observations", "108", "5"],
      ["/weather/observations", "incheon", "5"],
    ]);
    expect(server.requests[0]?.request.headers.authorization).toBe("Bearer bearer-secret");
  });

  it("carry no authorization without a token", async () => {
    await using server = await providerServer(rows());
    await using source = await open(server.url);
    await source.fetch(request());
    expect(server.requests[0]?.request.headers.authorization).toBeUndefined();
  });
});

describe("rows", () => {
  it("are read with all that they have", async () => {
    const full = row(-1, {
      timestamp: "2024-06-10T20:00:00+09:00",
      relative_humidity: 55,
      dew_point_c: 11.5,
      wind_direction_deg: 250,
      wind_gust_ms: 8,
      pressure_hpa: 1011,
      visibility_km: 12,
      cloud_cover: 4,
      solar_radiation_mj: 0.8,
      ground_temperature_c: 25,
      precipitation_mm: 2,
      precipitation_type: "snow",
      condition_code: 71,
    });
    await using server = await providerServer(rows(full));
    await using source = await open(server.url);
    const { observations, missing } = await source.fetch(request());
    expect(observations).toEqual([
      {
        station: "108",
        observedAt: NOON - HOUR,
        temperature: 21,
        dewPoint: 11.5,
        relativeHumidity: 55,
        windSpeed: 3,
        windDirection: 250,
        windGust: 8,
        precipitation: 2,
        precipitationType: "snow",
        pressure: 1011,
        visibility: 12,
        cloudCover: 4,
        solarRadiation: 0.8,
        groundTemperature: 25,
        conditionCode: "71",
        source: "http",
        synthetic: false,
      },
    ]);
    expect(missing).toHaveLength(2);
  });

  it.each([
    ["a time without a zone", { timestamp: "2024-06-10T11:00:00" }, "timestamp", "not-in-response"],
    ["no temperature", { temperature_c: undefined }, "temperature_c", "bad-line"],
    ["text for a number", { wind_speed_ms: "3" }, "wind_speed_ms", "bad-line"],
  ])("with %s are reported and the others kept", async (_name, damage, column, reason) => {
    await using server = await providerServer(rows(row(-2), row(-1, damage)));
    await using source = await open(server.url);
    const batch = await source.fetch(request());
    expect(batch.observations).toHaveLength(1);
    expect(batch.rejected).toMatchObject([{ where: expect.stringMatching(/#observations\[1\]$/), column }]);
    expect(batch.missing.map(({ at, reason: why }) => [at - NOON, why])).toEqual([
      [-3 * HOUR, "not-in-response"],
      [-HOUR, reason],
    ]);
  });

  it("lose only the values that cannot be", async () => {
    const odd = row(-1, { relative_humidity: 140, precipitation_mm: -1, precipitation_type: "hail" });
    await using server = await providerServer(rows(odd, "no row", null));
    await using source = await open(server.url);
    const batch = await source.fetch(request());
    expect(batch.observations[0]).toMatchObject({
      relativeHumidity: null,
      precipitation: null,
      precipitationType: null,
      temperature: 21,
    });
    expect(batch.rejected.map(({ column }) => column)).toEqual([
      "precipitation_mm",
      "relative_humidity",
      "precipitation_type",
      undefined,
      undefined,
    ]);
  });

  it("unordered, twice, or outside of the range become a sorted batch", async () => {
    await using server = await providerServer(rows(row(-1), row(-3), row(-1, { temperature_c: 22 }), row(0), row(-9)));
    await using source = await open(server.url);
    const batch = await source.fetch(request());
    expect(batch.observations.map(({ observedAt, temperature }) => [observedAt - NOON, temperature])).toEqual([
      [-3 * HOUR, 21],
      [-HOUR, 22],
    ]);
    expect(batch.rejected).toHaveLength(1);
  });

  it("are known only after the service's delay", async () => {
    await using server = await providerServer(rows(row(-2), row(-1)));
    await using source = await open(server.url, { delay_minutes: 90 });
    expect(source.delayMinutes).toBe(90);
    expect((await source.fetch(request())).observations.map(({ observedAt }) => observedAt)).toEqual([NOON - 2 * HOUR]);
  });
});

describe("damage", () => {
  it("half an answer is tried again, another form is not", async () => {
    await using server = await providerServer(cutsOff("{"), answers('{"observations": ['), rows(row(-1)));
    await using source = await open(server.url);
    expect((await source.fetch(request())).observations).toHaveLength(1);
    for (const body of ["[]", '{"observations": 3}', "null"]) {
      await using odd = await providerServer(answers(body));
      await using other = await open(odd.url);
      expect((await failureOf(other.fetch(request()))).code).toBe("SOURCE_RESPONSE_INVALID");
      expect(odd.requests).toHaveLength(1);
    }
  });

  it("a refused token is not shown", async () => {
    await using server = await providerServer(answers("bad token bearer-secret", 401));
    await using source = await open(server.url, { token: "bearer-secret" });
    const error = await failureOf(source.fetch(request()));
    expect(error.details).toMatchObject({ status: 401, body: "bad token [redacted]" });
  });
});
