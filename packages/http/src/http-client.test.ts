import { createHook } from "node:async_hooks";
import { createServer } from "node:net";

import { forgetSecrets, MlopsError, registerSecret } from "@mlops/core";
import { afterEach, describe, expect, it } from "vitest";

import { failureOf, testClient } from "./testing/client.ts";
import { type Answerer, listen, localServer } from "./testing/local-server.ts";
import { machineClock } from "./testing/machine-clock.ts";

const quick = { baseMs: 2, capMs: 4 };

/** The first answers fail, the last one is repeated. */
function sequence(...answers: Answerer[]): Answerer {
  return (request, response, nth) => answers[Math.min(nth, answers.length) - 1]?.(request, response, nth);
}
const ok: Answerer = (_request, response) => void response.end("fine");
const status =
  (code: number, headers: Record<string, string> = {}, body = ""): Answerer =>
  (_request, response) => {
    response.writeHead(code, headers).end(body);
  };
const reset: Answerer = (request) => void request.socket.destroy();
const half: Answerer = (_request, response) => {
  response.writeHead(200, { "content-length": "100" });
  response.write("only this", () => response.socket?.destroy());
};

afterEach(forgetSecrets);

describe("an answered request", () => {
  it("gives status, headers, bytes and text", async () => {
    await using server = await localServer(status(200, { "X-Kind": "a" }, "서울"));
    await using client = testClient();
    const response = await client.request({ url: `${server.url}/x?a=1`, query: { b: "2 3", none: undefined } });
    expect(response).toMatchObject({ status: 200, attempts: 1, locator: `${server.url}/x?a=1&b=2+3` });
    expect(response.headers["x-kind"]).toBe("a");
    expect(response.text()).toBe("서울");
    expect(server.seen).toEqual(["GET /x?a=1&b=2+3"]);
    expect(server.requests[0]?.headers["user-agent"]).toBe("mlops-test");
  });

  it("sends method, headers and body", async () => {
    await using server = await localServer((request, response) => void request.pipe(response));
    await using client = testClient();
    const response = await client.request({ url: server.url, method: "POST", body: "{}", headers: { "x-a": "b" } });
    expect(response.text()).toBe("{}");
    expect(server.requests[0]?.headers["x-a"]).toBe("b");
  });
});

describe("retries", () => {
  it.each([
    ["429", status(429)],
    ["502", status(502)],
    ["503", status(503)],
    ["504", status(504)],
    ["a connection reset before the answer", reset],
    ["half an answer", half],
  ])("sends again after %s", async (_name, first) => {
    await using server = await localServer(sequence(first, first, ok));
    await using client = testClient();
    const response = await client.request({ url: server.url, retry: quick });
    expect(response).toMatchObject({ status: 200, attempts: 3 });
  });

  it.each([400, 401, 403, 404, 500, 501])("does not send again after %i", async (code) => {
    await using server = await localServer(status(code, {}, "<b>no</b>\n  such page"));
    await using client = testClient();
    const error = await failureOf(client.request({ url: server.url, retry: quick }));
    expect(error).toMatchObject({ code: "HTTP_STATUS", category: "unavailable", retryable: false });
    expect(error.details).toMatchObject({ status: code, attempts: 1, body: "<b>no</b> such page" });
    expect(server.seen).toHaveLength(1);
  });

  it("gives up after its attempts and says how many there were", async () => {
    await using server = await localServer(status(503));
    await using client = testClient();
    const error = await failureOf(client.request({ url: server.url, retry: { ...quick, attempts: 3 } }));
    expect(error).toMatchObject({ code: "HTTP_STATUS", retryable: true });
    expect(error.message).toContain("3 attempts");
    expect(server.seen).toHaveLength(3);
  });

  it("sends a POST once, unless the caller knows it is idempotent", async () => {
    await using server = await localServer(status(503));
    await using client = testClient();
    await failureOf(client.request({ url: server.url, method: "POST", retry: quick }));
    expect(server.seen).toHaveLength(1);
    await failureOf(
      client.request({ url: server.url, method: "POST", idempotent: true, retry: { ...quick, attempts: 2 } }),
    );
    expect(server.seen).toHaveLength(3);
  });

  it("waits as long as Retry-After asks, in seconds or as a date", async () => {
    const clock = machineClock([7000, 11_000]);
    const wall = Date.UTC(2024, 0, 1);
    await using server = await localServer(
      sequence(
        status(429, { "retry-after": "7" }),
        status(503, { "retry-after": new Date(wall + 11_000).toUTCString() }),
        ok,
      ),
    );
    await using client = testClient({ clock: { ...clock, wall: () => wall } });
    const response = await client.request({ url: server.url, retry: quick, timeoutMs: 60_000 });
    expect(response.attempts).toBe(3);
    expect(clock.waits).toEqual([60_000, 7000, 11_000]);
  });

  it("gives up at once where Retry-After exceeds its cap", async () => {
    await using server = await localServer(status(429, { "retry-after": "3600" }));
    await using client = testClient();
    const error = await failureOf(client.request({ url: server.url, timeoutMs: 7_200_000 }));
    expect(error.details).toMatchObject({ status: 429, retryAfter: "3600", attempts: 1 });
  });

  it("repeats a request whose answer the caller's check finds wanting", async () => {
    await using server = await localServer((_request, response, nth) => void response.end(nth < 3 ? "half" : "whole"));
    await using client = testClient();
    const check = (response: { text(): string }): void => {
      if (response.text() !== "whole") throw new MlopsError("HTTP_TRUNCATED", "half", { retryable: true });
    };
    const response = await client.request({ url: server.url, retry: quick, check });
    expect(response.attempts).toBe(3);
  });
});

describe("deadlines and signals", () => {
  const silent: Answerer = () => undefined;
  const drip: Answerer = (_request, response) => {
    const timer = setInterval(() => response.write("."), 5);
    response.on("close", () => clearInterval(timer));
  };

  it.each([
    ["says nothing", silent],
    ["drips for ever", drip],
  ])("ends a request whose host %s", async (_name, answerer) => {
    await using server = await localServer(answerer);
    await using client = testClient();
    const error = await failureOf(client.request({ url: server.url, timeoutMs: 60 }));
    expect(error).toMatchObject({ code: "HTTP_TIMEOUT", retryable: true });
    expect(error.details).toMatchObject({ attempts: 1, timeoutMs: 60 });
  });

  it("sends again when one attempt takes too long", async () => {
    await using server = await localServer(sequence(silent, ok));
    await using client = testClient();
    const response = await client.request({ url: server.url, attemptTimeoutMs: 400, retry: quick });
    expect(response.attempts).toBeGreaterThan(1);
  });

  it("stops for the caller, before, during and between sends", async () => {
    await using server = await localServer(silent);
    await using busy = await localServer(status(503));
    await using client = testClient();
    const aborted = AbortSignal.abort(new Error("enough"));
    expect((await failureOf(client.request({ url: server.url, signal: aborted }))).code).toBe("CANCELLED");
    expect(server.seen).toHaveLength(0);
    for (const url of [server.url, busy.url]) {
      const stop = new AbortController();
      const work = failureOf(client.request({ url, signal: stop.signal, retry: { baseMs: 5000 } }));
      setTimeout(() => stop.abort(), 40);
      expect((await work).code).toBe("CANCELLED");
    }
  });
});

describe("bodies", () => {
  it("refuses one that announces or shows more than the limit", async () => {
    await using announced = await localServer(status(200, { "content-length": "999999" }));
    await using shown = await localServer((_request, response) => void response.write("x".repeat(5000)));
    await using client = testClient();
    for (const url of [announced.url, shown.url]) {
      const error = await failureOf(client.request({ url, maxBytes: 1000 }));
      expect(error).toMatchObject({ code: "HTTP_BODY_TOO_LARGE", retryable: false });
    }
  });

  it("reports half an answer, cut by length or by chunk", async () => {
    const cutChunk: Answerer = (_request, response) => {
      response.write("some", () => response.socket?.destroy());
    };
    await using client = testClient();
    for (const answerer of [half, cutChunk]) {
      await using server = await localServer(answerer);
      const error = await failureOf(client.request({ url: server.url, retry: { ...quick, attempts: 2 } }));
      expect(error).toMatchObject({ code: "HTTP_TRUNCATED", retryable: true });
      expect(server.seen).toHaveLength(2);
    }
  });

  it("refuses an encoding that was not asked for", async () => {
    await using server = await localServer(status(200, { "content-encoding": "br" }, "??"));
    await using client = testClient();
    expect((await failureOf(client.request({ url: server.url }))).code).toBe("HTTP_PROTOCOL");
  });
});

describe("redirects", () => {
  it("follows them, and leaves credentials at the first origin", async () => {
    await using target = await localServer(ok);
    await using server = await localServer(status(302, { location: `${target.url}/there#part` }));
    await using client = testClient();
    const response = await client.request({ url: server.url, headers: { authorization: "Bearer abcdef" } });
    expect(response.locator).toBe(`${target.url}/there`);
    expect(target.requests[0]?.headers.authorization).toBeUndefined();
  });

  it("ends a loop, and refuses other schemes", async () => {
    await using client = testClient({ maxRedirects: 3 });
    for (const location of ["/again", "ftp://weather.test/", "http://[broken"]) {
      await using server = await localServer(status(301, { location }));
      const error = await failureOf(client.request({ url: server.url }));
      expect(error).toMatchObject({ code: "HTTP_REDIRECT", retryable: false });
    }
  });
});

describe("offline", () => {
  it("refuses every address outside the machine without DNS and without a socket", async () => {
    const kinds: string[] = [];
    const hook = createHook({ init: (_id, kind) => void kinds.push(kind) }).enable();
    await using client = testClient({ offline: true });
    for (const url of ["http://weather.test/", "https://93.184.216.34/", "http://127.0.0.1.weather.test/"]) {
      const error = await failureOf(client.request({ url }));
      expect(error).toMatchObject({ code: "HTTP_OFFLINE", category: "unavailable", retryable: false });
    }
    hook.disable();
    expect(kinds.filter((kind) => /^(GETADDRINFO|TCP|QUERYWRAP)/.test(kind))).toEqual([]);
  });

  it("allows loopback, but no redirect that leaves it", async () => {
    await using server = await localServer(sequence(ok, status(302, { location: "http://weather.test/" })));
    await using client = testClient({ offline: true });
    expect((await client.request({ url: server.url })).status).toBe(200);
    expect((await failureOf(client.request({ url: server.url }))).code).toBe("HTTP_OFFLINE");
  });

  it("uses no proxy", async () => {
    await using server = await localServer(ok);
    await using client = testClient({ offline: true, env: { HTTP_PROXY: "http://proxy.test:1" } });
    expect((await client.request({ url: server.url })).status).toBe(200);
  });
});

describe("unreachable hosts", () => {
  it("names host and reason for a closed port and an unknown name", async () => {
    const server = await localServer(ok);
    await server[Symbol.asyncDispose]();
    await using client = testClient();
    for (const url of [server.url, "http://no-such-host.invalid/"]) {
      const error = await failureOf(client.request({ url, retry: { ...quick, attempts: 2 } }));
      expect(error).toMatchObject({ code: "HTTP_UNREACHABLE", retryable: true });
      expect(error.message).toContain(new URL(url).host);
      expect(error.details.attempts).toBe(2);
    }
  });

  it("says when what answers is not HTTP, or the address is no URL", async () => {
    const server = createServer((socket) => void socket.once("data", () => socket.end("SSH-2.0-OpenSSH\r\n")));
    const url = `http://127.0.0.1:${await listen(server)}/`;
    await using client = testClient();
    expect((await failureOf(client.request({ url }))).code).toBe("HTTP_PROTOCOL");
    server.close();
    expect((await failureOf(client.request({ url: "weather.test/x" }))).code).toBe("HTTP_URL_INVALID");
    expect((await failureOf(client.request({ url: "file:///etc/passwd" }))).code).toBe("HTTP_URL_INVALID");
  });
});

describe("secrets", () => {
  it("never stand in an error or a locator", async () => {
    const secret = "s3cret value/with=signs";
    registerSecret(secret);
    await using server = await localServer((request, response) => {
      response.writeHead(401).end(`no such key: ${secret} in ${request.url}`);
    });
    await using client = testClient();
    const query = { tm: "202401010000", authKey: secret, apikey: "another-one", token: "third-one" };
    const error = await failureOf(client.request({ url: server.url, query }));
    const shown = `${error.message} ${error.hint} ${JSON.stringify(error.details)}`;
    expect(shown).not.toContain("s3cret");
    expect(shown).not.toContain("another-one");
    expect(shown).not.toContain("third-one");
    expect(error.details.url).toBe(`${server.url}/?tm=202401010000`);
  });
});

describe("pacing", () => {
  it("keeps sends to one host apart, in order", async () => {
    const clock = machineClock([500, 1000]);
    await using server = await localServer(ok);
    await using client = testClient({ clock: { ...clock, monotonic: () => 0 }, minIntervalMs: 500 });
    for (let nth = 0; nth < 3; nth++) await client.request({ url: server.url, timeoutMs: 9999 });
    expect(clock.waits.filter((wait) => wait !== 9999)).toEqual([500, 1000]);
  });
});
