import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { currentProcess, isProcessGone } from "./process-identity.ts";

describe("isProcessGone", () => {
  const self = currentProcess("testing");

  test("this process lives and has one identity", () => {
    expect(isProcessGone(self)).toBe(false);
    expect(currentProcess("testing")).toEqual(self);
  });

  test("a process that ended is gone, a running one is not", async () => {
    const child = spawn(process.execPath, ["--eval", "process.stdin.resume()"]);
    const identity = { ...self, pid: child.pid ?? 0, token: "unknown" };
    expect(isProcessGone(identity)).toBe(false);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(isProcessGone(identity)).toBe(true);
  });

  test.skipIf(!existsSync("/proc/self/stat"))("another process with the pid of the holder is not the holder", () => {
    const earlier = { ...self, token: self.token.replace(/\d+$/, "1") };
    expect(earlier.token).not.toBe(self.token);
    expect(isProcessGone(earlier)).toBe(true);
  });

  test("what cannot be judged from here is not gone", () => {
    const pid = 2 ** 22 + 5;
    expect(isProcessGone({ ...self, host: "elsewhere.example", pid })).toBe(false);
    expect(isProcessGone({ ...self, pid, token: "linux:other-boot:pid:[1]:5" })).toBe(false);
  });
});
