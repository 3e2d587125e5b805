import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Service } from "./service.ts";
import { isRunning, startedServices, startService, stopService } from "./started-services.ts";
import { withSocket } from "./with-socket.ts";

const script = join(import.meta.dirname, "services.ts");
let cache: string;
let sample: Service;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "mlops-services-test-"));
  vi.stubEnv("MLOPS_CI_CACHE", cache);
  const name = `sample-${process.pid}`;
  sample = {
    name,
    prepare: async (_, port) => {
      const listen = `require("net").createServer().listen(${port}, "127.0.0.1")`;
      return { program: process.execPath, args: ["-e", listen], variables: { SAMPLE_PORT: String(port) } };
    },
    probe: (port) => withSocket(port, async () => undefined),
  };
});

afterEach(async () => {
  await stopService(sample.name);
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true, force: true });
});

test("a service is started once, answers, and is stopped with its data", async () => {
  const started = await startService(sample);
  expect(started.variables).toEqual({ SAMPLE_PORT: String(started.port) });
  expect(await startService(sample)).toEqual(started);
  expect(isRunning(started)).toBe(true);
  expect(await stopService(sample.name)).toBe(true);
  expect(isRunning(started)).toBe(false);
  expect(existsSync(started.folder)).toBe(false);
  expect(startedServices()).toEqual({});
  expect(await stopService(sample.name)).toBe(false);
});

test("one that was killed is started again; another process with its number is not touched", async () => {
  const first = await startService(sample);
  process.kill(first.pid, "SIGKILL");
  await expect.poll(() => isRunning(first)).toBe(false);
  expect(isRunning({ ...first, pid: process.pid })).toBe(false);
  const second = await startService(sample);
  expect(second.pid).not.toBe(first.pid);
});

test("one that ends by itself is an error with its last words", async () => {
  const broken: Service = {
    ...sample,
    prepare: async () => ({ program: process.execPath, args: ["-e", "throw new Error('no luck')"], variables: {} }),
  };
  await expect(startService(broken)).rejects.toThrow(/no luck/);
  expect(startedServices()).toEqual({});
});

test("an unknown action or service is refused", () => {
  for (const args of [[], ["begin"], ["start", "oracle"]]) {
    const { status, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
    expect([status, stderr]).toEqual([2, expect.stringContaining("Usage:")]);
  }
  expect(spawnSync(process.execPath, [script, "status"], { encoding: "utf8" }).status).toBe(1);
});
