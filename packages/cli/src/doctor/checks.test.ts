import { DAY, MINUTE, MlopsError } from "@mlops/core";
import { expect, test } from "vitest";

import { attempt } from "./check.ts";
import { checkClock } from "./check-clock.ts";
import { checkMachine } from "./check-machine.ts";

const now = Date.UTC(2026, 10, 21);

test("the clock is judged against the first server that answered", () => {
  expect(checkClock(now, []).status).toBe("ok");
  expect(checkClock(now, [now + 4 * MINUTE]).status).toBe("ok");
  expect(checkClock(now, [now + 6 * MINUTE])).toMatchObject({
    status: "warning",
    detail: expect.stringContaining("6 min") as unknown,
  });
  expect(checkClock(now, [now - 3 * DAY]).detail).toContain("3 days");
  expect(checkClock(0, [])).toMatchObject({ status: "failed" });
});

test("a machine is judged by Node, platform and C library", () => {
  const statuses = (machine: Parameters<typeof checkMachine>[0]): string[] =>
    checkMachine(machine).map(({ status }) => status);
  const base = { nodeVersion: "24.21.0", platform: "linux", architecture: "x64", glibc: "2.36" };
  expect(statuses(base)).toEqual(["ok", "ok"]);
  expect(statuses({ ...base, nodeVersion: "22.1.0" })).toEqual(["failed", "ok"]);
  expect(statuses({ ...base, glibc: undefined })).toEqual(["ok", "failed"]);
  expect(statuses({ ...base, platform: "darwin", glibc: undefined })).toEqual(["ok", "warning"]);
});

test("a check that throws is a failed check with the error's hint", async () => {
  const error = new MlopsError("PERMISSION_DENIED", "It cannot be written.", { hint: "Choose another." });
  expect(await attempt("store", () => Promise.reject(error))).toEqual([
    { name: "store", status: "failed", detail: "It cannot be written.", hint: "Choose another." },
  ]);
});
