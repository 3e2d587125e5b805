import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { describe, expect, it } from "vitest";

import { localServer } from "./testing/local-server.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/tls/${name}`, import.meta.url));
const module = (path: string): string => new URL(path, import.meta.url).href;

/** Runs `script` as a module in a fresh node and gives what it prints. */
async function inFreshNode(script: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, ...env },
  });
  return stdout.trim();
}

/** Starting node takes long on a busy machine. */
const PATIENCE = { timeout: 60_000 };

describe("a process", PATIENCE, () => {
  it("loads undici with the first request, not before", async () => {
    const loaded = await inFreshNode(`
      import { createRequire } from "node:module";
      const { createHttpClient } = await import(${JSON.stringify(module("index.ts"))});
      createHttpClient({ offline: true, userAgent: "x" });
      const { cache } = createRequire(import.meta.url);
      console.log(Object.keys(cache).filter((file) => file.includes("undici")).length);
    `);
    expect(loaded).toBe("0");
  });

  it("trusts the authorities of NODE_EXTRA_CA_CERTS, and those of SSL_CERT_FILE besides", async () => {
    const key = await readFile(fixture("server-key.pem"), "utf8");
    const cert = await readFile(fixture("server.pem"), "utf8");
    await using server = await localServer((_request, response) => void response.end("trusted"), { key, cert });
    const script = `
      const { testClient } = await import(${JSON.stringify(module("testing/client.ts"))});
      await using client = testClient({ env: process.env });
      const answer = client.request({ url: ${JSON.stringify(server.url)} });
      console.log(await answer.then((response) => response.text(), (error) => error.code));
    `;
    expect(await inFreshNode(script)).toBe("HTTP_TLS");
    expect(await inFreshNode(script, { NODE_EXTRA_CA_CERTS: fixture("ca.pem") })).toBe("trusted");
    const both = { NODE_EXTRA_CA_CERTS: fixture("ca.pem"), SSL_CERT_FILE: fixture("server.pem") };
    expect(await inFreshNode(script, both)).toBe("trusted");
  });
});
