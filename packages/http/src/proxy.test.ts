import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { forgetSecrets } from "@mlops/core";
import { afterEach, describe, expect, it } from "vitest";

import { failureOf, testClient } from "./testing/client.ts";
import { forwardProxy } from "./testing/forward-proxy.ts";
import { localServer } from "./testing/local-server.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/tls/${name}`, import.meta.url));
const caFile = fixture("ca.pem");
const tls = async (): Promise<{ key: string; cert: string }> => ({
  key: await readFile(fixture("server-key.pem"), "utf8"),
  cert: await readFile(fixture("server.pem"), "utf8"),
});

afterEach(forgetSecrets);

describe("proxies", () => {
  it.each(["HTTP_PROXY", "http_proxy"])("forwards http through %s", async (name) => {
    await using server = await localServer((_request, response) => void response.end("fine"));
    await using proxy = await forwardProxy();
    await using client = testClient({ env: { [name]: proxy.url } });
    const url = `http://weather.test:${server.port}/x`;
    expect((await client.request({ url })).text()).toBe("fine");
    expect(proxy.seen).toEqual([`GET ${url}`]);
  });

  it.each(["HTTPS_PROXY", "https_proxy"])("tunnels https through %s, its certificate checked", async (name) => {
    await using server = await localServer((_request, response) => void response.end("fine"), await tls());
    await using proxy = await forwardProxy();
    await using client = testClient({ env: { [name]: proxy.url }, caFile });
    expect((await client.request({ url: `https://weather.test:${server.port}/` })).text()).toBe("fine");
    expect(proxy.seen).toEqual([`CONNECT weather.test:${server.port}`]);

    await using distrustful = testClient({ env: { [name]: proxy.url } });
    const error = await failureOf(distrustful.request({ url: `https://weather.test:${server.port}/` }));
    expect(error).toMatchObject({ code: "HTTP_TLS", retryable: false });
    await using misled = testClient({ env: { [name]: proxy.url }, caFile });
    expect((await failureOf(misled.request({ url: `https://other.test:${server.port}/` }))).code).toBe("HTTP_TLS");
  });

  it("logs in with the address's credentials and never shows them", async () => {
    await using proxy = await forwardProxy();
    const env = { HTTPS_PROXY: proxy.url.replace("//", "//me:pass-word@") };
    await using client = testClient({ env });
    const error = await failureOf(client.request({ url: "https://forbidden.test/" }));
    expect(error).toMatchObject({ code: "HTTP_PROXY", retryable: false });
    expect(proxy.logins).toEqual([`Basic ${Buffer.from("me:pass-word").toString("base64")}`]);
    expect(`${error.message}${JSON.stringify(error.details)}`).not.toContain("pass-word");
  });

  it.each(["weather.test", ".weather.test", "*", "other.test,weather.test"])(
    "goes straight for NO_PROXY=%s",
    async (no) => {
      await using proxy = await forwardProxy();
      await using client = testClient({ env: { HTTP_PROXY: proxy.url, no_proxy: no } });
      const error = await failureOf(client.request({ url: "http://weather.test:9/", retry: { attempts: 1 } }));
      expect(error.code).toBe("HTTP_UNREACHABLE");
      expect(proxy.seen).toEqual([]);
    },
  );

  it("tunnels https through HTTP_PROXY where HTTPS_PROXY is not set", async () => {
    await using server = await localServer((_request, response) => void response.end("fine"), await tls());
    await using proxy = await forwardProxy();
    await using client = testClient({ env: { HTTP_PROXY: proxy.url }, caFile });
    await client.request({ url: `https://weather.test:${server.port}/` });
    expect(proxy.seen).toEqual([`CONNECT weather.test:${server.port}`]);
  });

  it("never sends loopback addresses to a proxy", async () => {
    await using server = await localServer((_request, response) => void response.end("fine"));
    await using proxy = await forwardProxy();
    await using client = testClient({ env: { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url } });
    await client.request({ url: server.url });
    expect(proxy.seen).toEqual([]);
  });

  it("says where it tried to connect when the proxy is not there", async () => {
    await using client = testClient({ env: { HTTPS_PROXY: "127.0.0.1:9" } });
    const error = await failureOf(client.request({ url: "https://weather.test/", retry: { attempts: 1 } }));
    expect(error).toMatchObject({ code: "HTTP_UNREACHABLE", retryable: true });
    expect(error.message).toContain("127.0.0.1:9");
  });

  it("says which proxy setting cannot be used", async () => {
    await using client = testClient({ env: { HTTPS_PROXY: "gopher://x" } });
    const error = await failureOf(client.request({ url: "https://weather.test/" }));
    expect(error.code).toBe("HTTP_PROXY");
    expect(error.message).toContain("HTTPS_PROXY");
  });
});

describe("certificates", () => {
  it.each([
    ["caFile", { caFile }],
    ["SSL_CERT_FILE", { env: { SSL_CERT_FILE: caFile } }],
  ])("trusts the authorities of %s", async (_name, options) => {
    await using server = await localServer((_request, response) => void response.end("fine"), await tls());
    await using client = testClient(options);
    expect((await client.request({ url: server.url })).status).toBe(200);
  });

  it("refuses a server that nobody vouches for", async () => {
    await using server = await localServer((_request, response) => void response.end("fine"), await tls());
    await using client = testClient();
    const error = await failureOf(client.request({ url: server.url }));
    expect(error).toMatchObject({ code: "HTTP_TLS", category: "unavailable", retryable: false });
    expect(server.seen).toEqual([]);
  });

  it("refuses a redirect from https to http", async () => {
    const answer = { location: "http://127.0.0.1:9/" };
    await using server = await localServer(
      (_request, response) => void response.writeHead(302, answer).end(),
      await tls(),
    );
    await using client = testClient({ caFile });
    expect((await failureOf(client.request({ url: server.url }))).code).toBe("HTTP_REDIRECT");
  });

  it("says which certificate file is missing or empty", async () => {
    for (const file of ["no-such-file.pem", fixture("make.sh")]) {
      await using client = testClient({ caFile: file });
      const error = await failureOf(client.request({ url: "https://127.0.0.1:9/" }));
      expect(error.code).toBe("HTTP_CERTIFICATE_FILE");
      expect(error.message).toContain(file);
    }
  });
});
