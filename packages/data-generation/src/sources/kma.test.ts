import { DAY, forgetSecrets, HOUR, MINUTE, type ObservationRequest, parseInstant } from "@mlops/core";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";

import { driverContext, failureOf, impatientClock, INCHEON, SEOUL } from "../testing/driver-context.ts";
import { kmaAnswer, kmaLine, kmaTable } from "../testing/kma-answer.ts";
import { answers, cutsOff, drips, type Provider, providerServer, resets } from "../testing/provider-server.ts";
import kma from "./kma.ts";

const KEY = "test-key-0123456789";
const AT = parseInstant("2024-01-31T15:00:00+09:00");
const table: Provider = (response, query) => void response.end(kmaTable(query));

const request = (hours: number, overrides: Partial<ObservationRequest> = {}): ObservationRequest => ({
  stations: [SEOUL],
  from: AT,
  to: AT + hours * HOUR,
  knownAt: AT + hours * HOUR + DAY,
  ...overrides,
});

const open = async (url: string, context = driverContext(), options: Record<string, unknown> = {}) =>
  await kma.open(kma.options.parse({ base_url: url, auth_key: KEY, ...options }), context);

afterEach(forgetSecrets);

describe("requests", () => {
  it("ask the hour endpoint for one hour, in Korean time", async () => {
    await using server = await providerServer(table);
    await using source = await open(`${server.url}/api/typ01/url/`);
    const batch = await source.fetch(request(1));
    expect(server.requests.map(({ path, query }) => [path, Object.fromEntries(query)])).toEqual([
      ["/api/typ01/url/kma_sfctm2.php", { tm: "202401311500", stn: "108", help: "0", authKey: KEY }],
    ]);
    expect(batch.observations).toHaveLength(1);
    expect(batch).toMatchObject({ missing: [], rejected: [] });
  });

  it("ask the period endpoint for ranges, in pieces of at most 31 days, all stations at once", async () => {
    await using server = await providerServer(table);
    await using source = await open(server.url);
    const batch = await source.fetch(request(32 * 24, { stations: [INCHEON, SEOUL] }));
    expect(
      server.requests.map(({ path, query }) => [path, query.get("stn"), query.get("tm1"), query.get("tm2")]),
    ).toEqual([
      ["/kma_sfctm3.php", "112:108", "202401311500", "202403021400"],
      ["/kma_sfctm3.php", "112:108", "202403021500", "202403031400"],
    ]);
    expect(batch.observations).toHaveLength(2 * 32 * 24);
    expect(batch.missing).toEqual([]);
    expect(batch.payloads.map(({ from, to }) => (to - from) / HOUR)).toEqual([31 * 24, 24]);
  });

  it("ask before minute 10 for the hour before", async () => {
    await using server = await providerServer(table);
    await using source = await open(server.url);
    for (const [minute, tm] of [
      [9, "202401311400"],
      [10, "202401311500"],
    ] as const) {
      const known = { knownAt: AT + minute * MINUTE };
      const batch = await source.fetch(request(0, { from: AT - HOUR, to: AT + HOUR, ...known }));
      expect(batch.observations.at(-1)?.observedAt).toBe(minute < 10 ? AT - HOUR : AT);
      const query = server.requests.at(-1)?.query;
      expect(query?.get("tm2") ?? query?.get("tm")).toBe(tm);
    }
  });

  it("are not sent where nothing can be known yet", async () => {
    await using server = await providerServer(table);
    await using source = await open(server.url);
    const batch = await source.fetch(request(2, { knownAt: AT }));
    expect(server.requests).toEqual([]);
    expect(batch.missing).toEqual([AT, AT + HOUR].map((at) => ({ station: "108", at, reason: "not-yet-known" })));
  });

  it("are not sent for a station that is not the KMA's, or for none", async () => {
    await using server = await providerServer(table);
    await using source = await open(server.url);
    const foreign = request(1, { stations: [{ ...SEOUL, id: "JFK" }] });
    expect((await failureOf(source.fetch(foreign))).message).toContain("JFK");
    expect((await source.fetch(request(1, { stations: [] }))).observations).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  it("keep half a second apart", async () => {
    const clock = impatientClock(Date.now(), 1, 600);
    await using server = await providerServer(table);
    await using source = await open(server.url, driverContext({ clock: { ...clock, monotonic: () => 0 } }));
    await source.fetch(request(32 * 24));
    expect(clock.waits).toContain(500);
  });

  it("need a key, and say how to give it", async () => {
    for (const auth_key of [undefined, "", "  "]) {
      const error = await failureOf(kma.open(kma.options.parse({ auth_key }), driverContext()));
      expect(error).toMatchObject({ code: "KMA_KEY_MISSING", category: "unavailable" });
      expect(error.hint).toMatch(/KMA_AUTH_KEY.*--auth-key-file/);
    }
  });

  it("leave the machine only when that is allowed", async () => {
    const chosen = kma.options.parse({ auth_key: KEY });
    expect(kma.hosts(chosen)).toEqual(["apihub.kma.go.kr"]);
    await using source = await kma.open(chosen, driverContext({ offline: true }));
    expect((await failureOf(source.fetch(request(1)))).code).toBe("HTTP_OFFLINE");
  });

  it("stop when the caller stops", async () => {
    await using server = await providerServer(drips);
    await using source = await open(server.url);
    const stop = new AbortController();
    const work = failureOf(source.fetch(request(1, { signal: stop.signal })));
    setTimeout(() => stop.abort(), 30);
    expect((await work).code).toBe("CANCELLED");
  });
});

describe("the key", () => {
  it("stands in no locator, error or payload description", async () => {
    await using server = await providerServer(
      table,
      answers(`{"result":{"status":403,"message":"${KEY} is wrong"}}`, 403),
    );
    await using source = await open(server.url);
    const { payloads } = await source.fetch(request(1));
    expect(payloads[0]?.locator).toBe(`${server.url}/kma_sfctm2.php?tm=202401311500&stn=108&help=0`);
    const error = await failureOf(source.fetch(request(1)));
    expect(error.code).toBe("KMA_KEY_REFUSED");
    expect(`${error.message} ${error.hint} ${JSON.stringify(error.details)}`).not.toContain(KEY);
  });
});

describe("damage", () => {
  const whole = kmaTable(new URLSearchParams({ tm: "202401311500", stn: "108" }));
  const unmarked = whole.replace("#7777END", "");

  it.each<[string, Provider[]]>([
    ["a body without its end mark", [answers(unmarked)]],
    ["a cut connection", [cutsOff(whole)]],
    ["a reset connection", [resets, resets]],
    ["status 503", [answers("busy", 503)]],
    ["status 429 with Retry-After", [answers("slow down", 429, { "retry-after": "3" })]],
    ["a maintenance page with status 200", [answers("<html><body>점검 중입니다</body></html>")]],
    ["an empty body", [answers("")]],
  ])("%s is tried again, then read", async (_name, damage) => {
    await using server = await providerServer(...damage, table);
    await using source = await open(server.url);
    expect((await source.fetch(request(1))).observations).toHaveLength(1);
    expect(server.requests).toHaveLength(damage.length + 1);
  });

  it.each<[string, Provider, string]>([
    ["a body without its end mark", answers(unmarked), "KMA_RESPONSE_TRUNCATED"],
    ["a body cut inside a line", answers(whole.slice(0, whole.length - 150)), "KMA_RESPONSE_TRUNCATED"],
    ["a cut connection", cutsOff(whole), "HTTP_TRUNCATED"],
    ["a page", answers("<html><script>var a = 1;</script><h1>점검</h1></html>"), "KMA_RESPONSE_UNEXPECTED"],
    ["an empty body", answers(""), "KMA_RESPONSE_UNEXPECTED"],
    ["bytes that are no text", answers(new Uint8Array([0xff, 0xfe, 0, 1, 2, 0xc3])), "KMA_RESPONSE_UNEXPECTED"],
    ["status 500", answers("oops", 500), "HTTP_STATUS"],
  ])("%s, again and again, is a clear error", async (_name, damage, code) => {
    await using server = await providerServer(damage);
    await using source = await open(server.url);
    const error = await failureOf(source.fetch(request(1)));
    expect(error).toMatchObject({ code, category: "unavailable" });
    expect(server.requests).toHaveLength(code === "HTTP_STATUS" ? 1 : 4);
  });

  it.each<[string, Provider, string]>([
    ["401", answers('{"result":{"status":401,"message":"유효한 인증키가 아닙니다."}}', 401), "KMA_KEY_REFUSED"],
    ["403", answers('{"result":{"status":403,"message":"활용신청이 필요한 API 입니다."}}', 403), "KMA_KEY_REFUSED"],
    ["200 and JSON", answers('{"result":{"status":401,"message":"authKey is invalid"}}'), "KMA_KEY_REFUSED"],
    ["200 and plain text", answers("ERROR: invalid authKey"), "KMA_KEY_REFUSED"],
    ["403 for a used-up quota", answers('{"result":{"message":"일일 호출 한도 초과"}}', 403), "KMA_QUOTA_EXCEEDED"],
    ["200 for a used-up quota", answers("Quota exceeded for today"), "KMA_QUOTA_EXCEEDED"],
  ])("a refusal by %s is not tried again", async (_name, refusal, code) => {
    await using server = await providerServer(refusal);
    await using source = await open(server.url);
    expect(await failureOf(source.fetch(request(1)))).toMatchObject({ code, retryable: false });
    expect(server.requests).toHaveLength(1);
  });

  it("a host that swallows a request is asked again after half of the time", async () => {
    const clock = impatientClock();
    let attempts = 0;
    const sleep: typeof clock.sleep = async (milliseconds, signal) => {
      if (milliseconds === 15_000 && attempts++ === 0) await new Promise((soon) => setTimeout(soon, 400));
      else await clock.sleep(milliseconds, signal);
    };
    await using server = await providerServer(() => undefined, table);
    await using source = await open(server.url, driverContext({ clock: { ...clock, sleep } }));
    expect((await source.fetch(request(1))).observations).toHaveLength(1);
    expect(attempts).toBe(2);
  });

  it("a drip without end runs into the deadline", async () => {
    await using server = await providerServer(drips);
    await using source = await open(server.url, driverContext({ clock: impatientClock(Date.now(), 0, 0) }), {
      timeout_seconds: 0.1,
    });
    expect((await failureOf(source.fetch(request(1)))).code).toBe("HTTP_TIMEOUT");
  });

  it("lines twice, unordered, malformed or of others: one observation an hour, sorted, the rest accounted for", async () => {
    const body = kmaAnswer(
      kmaLine(AT + 2 * HOUR, 108),
      kmaLine(AT, 108, { TA: 1 }),
      `${kmaLine(AT + HOUR, 108)} surplus`,
      kmaLine(AT, 108, { TA: 2 }),
      kmaLine(AT, 999),
      kmaLine(AT + 9 * HOUR, 108),
    );
    await using server = await providerServer(answers(body));
    await using source = await open(server.url);
    const batch = await source.fetch(request(4));
    expect(batch.observations.map(({ observedAt, temperature }) => [observedAt, temperature])).toEqual([
      [AT, 2],
      [AT + 2 * HOUR, 15.2],
    ]);
    expect(batch.missing).toEqual([
      { station: "108", at: AT + HOUR, reason: "bad-line" },
      { station: "108", at: AT + 3 * HOUR, reason: "not-in-response" },
    ]);
    expect(batch.rejected.map(({ where }) => where.split(":").at(-1))).toEqual(["7", "6", "9"]);
  });

  it("Korean comments in EUC-KR do no harm, and the payload keeps their bytes", async () => {
    const comment = Uint8Array.from([0x23, 0xc1, 0xf6, 0xbb, 0xf3, 0x0a]);
    const body = Buffer.concat([comment, Buffer.from(whole)]);
    await using server = await providerServer(answers(body));
    await using source = await open(server.url);
    const batch = await source.fetch(request(1));
    expect(batch.observations).toHaveLength(1);
    expect(Buffer.from(batch.payloads[0]?.content ?? []).equals(body)).toBe(true);
  });
});

describe("knowledge", () => {
  it("never passes knownAt, whatever the provider sends", async () => {
    const lines = Array.from({ length: 48 }, (_, hour) => kmaLine(AT + (hour - 12) * HOUR, 108));
    await using server = await providerServer(answers(kmaAnswer(...lines)));
    await using source = await open(server.url, driverContext(), { pace_seconds: 0 });
    const minutes = fc.integer({ min: -900, max: 2400 });
    await fc.assert(
      fc.asyncProperty(minutes, minutes, minutes, async (from, to, known) => {
        const asked = request(0, {
          from: AT + Math.min(from, to) * MINUTE,
          to: AT + Math.max(from, to) * MINUTE,
          knownAt: AT + known * MINUTE,
        });
        for (const { observedAt } of (await source.fetch(asked)).observations) {
          expect(observedAt + 10 * MINUTE).toBeLessThanOrEqual(asked.knownAt);
          expect(observedAt).toBeGreaterThanOrEqual(asked.from);
          expect(observedAt).toBeLessThan(asked.to);
        }
      }),
      { numRuns: 60 },
    );
  });
});
