import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { documentOf } from "./answers.ts";
import { mlops, temporaryFolder } from "./command.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

interface RecordingProxy extends AsyncDisposable {
  /** Variables with which a command uses the proxy and notes its own connections. */
  readonly environment: Readonly<Record<string, string>>;
  /** Hosts that the command looked up or connected to, with or without the proxy. */
  contacted(): string[];
  /** First line of what each connection asked for. */
  readonly connections: readonly string[];
}

/** A proxy that notes who comes and sends everyone away, so that nothing of a test leaves the machine. */
async function recordingProxy(): Promise<RecordingProxy> {
  const connections: string[] = [];
  const server = createServer((socket: Socket) => {
    const index = connections.push("") - 1;
    socket.on("error", () => undefined);
    socket.once("data", (data) => {
      connections[index] = data.toString("latin1").split("\r\n")[0] ?? "";
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const file = join(folder.path, `contacted-${address.port}.txt`);
  await writeFile(file, "");
  const recorder = new URL("record-connections.ts", import.meta.url).href;
  const url = `http://127.0.0.1:${address.port}`;
  const names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];
  return {
    environment: {
      ...Object.fromEntries(names.map((name) => [name, url])),
      NO_PROXY: "",
      no_proxy: "",
      NODE_OPTIONS: `--import=${recorder}`,
      RECORD_CONNECTIONS_IN: file,
    },
    connections,
    contacted: () => readFileSync(file, "utf8").split("\n").filter(Boolean),
    [Symbol.asyncDispose]: () => new Promise((closed) => void server.close(() => closed())),
  };
}

test("without --offline, a provider is asked through the proxy: what is recorded below can be seen", async () => {
  await using proxy = await recordingProxy();
  const { environment, connections } = proxy;
  const args = ["realtime", "--source", "open-meteo", "--timeout", "5", "--home", `${folder.path}/on`, "--json"];
  const result = await mlops(args, { environment });
  expect(result.exitCode, result.stdout).toBe(6);
  expect(connections).toContainEqual(expect.stringContaining("CONNECT api.open-meteo.com:443"));
  expect(proxy.contacted()).toContain('"127.0.0.1"');
});

test.each([
  ["realtime --offline", ["realtime", "--offline"], {}, 0],
  ["MLOPS_OFFLINE=1", ["realtime"], { MLOPS_OFFLINE: "1" }, 0],
  ["a KMA key", ["realtime", "--offline"], { KMA_AUTH_KEY: "key-of-no-one" }, 0],
  ["the KMA by name", ["realtime", "--source", "kma", "--offline"], { KMA_AUTH_KEY: "key-of-no-one" }, 6],
  ["Open-Meteo by name", ["realtime", "--source", "open-meteo", "--offline"], {}, 6],
  ["collect", ["collect", "--hours-back", "3", "--offline"], {}, 0],
] as const)("offline, nothing is reached: %s", async (_name, args, variables, exitCode) => {
  await using proxy = await recordingProxy();
  const environment = { ...proxy.environment, ...variables };
  const result = await mlops([...args, "--home", `${folder.path}/off`, "--json"], { environment });
  expect(result.exitCode, result.stdout + result.stderr).toBe(exitCode);
  expect(documentOf(result)).toMatchObject(
    exitCode === 0 ? { status: "degraded", synthetic: true } : { error: { code: "HTTP_OFFLINE" } },
  );
  expect(proxy.connections).toEqual([]);
  expect(proxy.contacted()).toEqual([]);
});

test("offline, doctor reaches nothing either", async () => {
  await using proxy = await recordingProxy();
  const { environment, connections } = proxy;
  const result = await mlops(["doctor", "--offline", "--home", `${folder.path}/off`, "--json"], { environment });
  expect(result.stdout).toContain("mlops.doctor/v1");
  expect(connections).toEqual([]);
  expect(proxy.contacted()).toEqual([]);
});
