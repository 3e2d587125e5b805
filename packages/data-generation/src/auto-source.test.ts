import { MlopsError } from "@mlops/core";
import { createHttpClient } from "@mlops/http";
import { describe, expect, it } from "vitest";

import { type Availability, selectSource } from "./auto-source.ts";
import { httpProbe } from "./probe.ts";
import { driverContext, failureOf, impatientClock, SEOUL } from "./testing/driver-context.ts";
import { answers, providerServer, resets } from "./testing/provider-server.ts";

const reachable = async (): Promise<void> => undefined;
const unreachable = async (): Promise<void> => {
  throw new MlopsError("HTTP_UNREACHABLE", "weather.test cannot be reached (ENOTFOUND).", { retryable: true });
};
const silent = (): Promise<void> => new Promise(() => undefined);

const availability = (overrides: Partial<Availability> = {}): Availability => ({
  stations: [SEOUL],
  kmaKeySet: true,
  offline: false,
  allowSynthetic: true,
  probes: { kma: reachable, "open-meteo": reachable },
  clock: impatientClock(Date.now(), 0, 0),
  ...overrides,
});

describe("selectSource", () => {
  it("prefers the KMA where there is a key and it answers", async () => {
    expect(await selectSource(availability())).toEqual({ source: "kma", reasons: [], passedOver: [] });
  });

  it.each<[string, Partial<Availability>, RegExp]>([
    ["no key", { kmaKeySet: false }, /KMA_AUTH_KEY/],
    ["no answer of the KMA", { probes: { kma: unreachable, "open-meteo": reachable } }, /ENOTFOUND/],
    ["a station of another country", { stations: [{ ...SEOUL, id: "JFK" }] }, /"JFK"/],
    ["a station of another zone", { stations: [{ ...SEOUL, timeZone: "Asia/Tokyo" }] }, /"108"/],
  ])("takes Open-Meteo with %s, and says why", async (_name, overrides, why) => {
    const selected = await selectSource(availability(overrides));
    expect(selected).toMatchObject({ source: "open-meteo", reasons: [] });
    expect(selected.passedOver).toEqual([{ source: "kma", why: expect.stringMatching(why) }]);
  });

  it("falls back to synthetic weather and says so", async () => {
    const probes = { kma: unreachable, "open-meteo": unreachable };
    const selected = await selectSource(availability({ probes }));
    expect(selected).toMatchObject({ source: "climatology", reasons: ["synthetic-observations"] });
    expect(selected.passedOver.map(({ source }) => source)).toEqual(["kma", "open-meteo"]);
  });

  it("asks nobody when offline", async () => {
    const never = async (): Promise<void> => expect.fail("asked");
    const selected = await selectSource(availability({ offline: true, probes: { kma: never, "open-meteo": never } }));
    expect(selected.source).toBe("climatology");
  });

  it("decides within its time although nobody answers or heeds the signal", async () => {
    const probes = { kma: silent, "open-meteo": silent };
    const selected = await selectSource(availability({ probes, withinMs: 30 }));
    expect(selected.passedOver).toEqual([
      { source: "kma", why: "no answer within 0.03 s" },
      { source: "open-meteo", why: "no answer within 0.03 s" },
    ]);
  });

  it("still takes Open-Meteo's quick answer when the KMA uses up the time", async () => {
    const probes = { kma: silent, "open-meteo": reachable };
    expect((await selectSource(availability({ probes, withinMs: 30 }))).source).toBe("open-meteo");
  });

  it("fails with every reason where synthetic weather is not allowed", async () => {
    const overrides = {
      kmaKeySet: false,
      allowSynthetic: false,
      probes: { kma: reachable, "open-meteo": unreachable },
    };
    const error = await failureOf(selectSource(availability(overrides)));
    expect(error).toMatchObject({ code: "SOURCE_UNAVAILABLE", category: "unavailable", retryable: true });
    expect(error.message).toMatch(/kma: no key .*open-meteo: weather\.test cannot be reached/);
  });

  it("lets a bug of a probe be seen", async () => {
    const broken = async (): Promise<void> => {
      throw new TypeError("bug");
    };
    await expect(selectSource(availability({ probes: { kma: broken, "open-meteo": reachable } }))).rejects.toThrow(
      "bug",
    );
  });

  it("stops when the caller stops", async () => {
    const stop = new AbortController();
    const work = selectSource(availability({ probes: { kma: silent, "open-meteo": silent }, signal: stop.signal }));
    setTimeout(() => stop.abort(), 20);
    expect((await failureOf(work)).code).toBe("CANCELLED");
  });
});

describe("httpProbe", () => {
  it("is content with a refused key, not with 5xx, silence or an offline command", async () => {
    await using server = await providerServer(answers("no key", 401), answers("", 503), resets);
    const clock = impatientClock(Date.now(), 0, 0);
    await using client = createHttpClient({ ...driverContext({ clock }), userAgent: "test", env: {} });
    await using offline = createHttpClient({ ...driverContext({ offline: true }), userAgent: "test", env: {} });
    const { signal } = new AbortController();
    await httpProbe(client, server.url)(signal);
    expect((await failureOf(httpProbe(client, server.url)(signal))).code).toBe("HTTP_STATUS");
    expect((await failureOf(httpProbe(client, server.url)(signal))).code).toBe("HTTP_UNREACHABLE");
    expect((await failureOf(httpProbe(offline, "https://weather.test/")(signal))).code).toBe("HTTP_OFFLINE");
    expect(server.requests).toHaveLength(3);
  });
});
