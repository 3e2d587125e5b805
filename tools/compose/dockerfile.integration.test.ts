import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { tryDockerfile } from "./try-dockerfile.ts";

test("the Dockerfile's commands work for any user, and what they make runs", { timeout: 600_000 }, () => {
  using tried = tryDockerfile(() => undefined);
  const { root, user } = tried.image;
  expect(user).toBe("node");
  expect(tried.run("--version")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+/) as unknown,
  });

  const forecast = tried.run("realtime", "--offline", "--json");
  expect(forecast.exitCode, forecast.stderr).toBe(0);
  expect(JSON.parse(forecast.stdout)).toMatchObject({ schema: "mlops.realtime/v1", synthetic: true });
  expect(statSync(join(root, "var/lib/mlops/store.db")).isFile()).toBe(true);
  // The health check's own words.
  expect(tried.run("runs", "list", "--limit", "1", "--quiet").exitCode).toBe(0);

  expect(readFileSync(join(root, "app/LICENSE"), "utf8")).toContain("MIT");
  expect(existsSync(join(root, "app/packages/cli/src"))).toBe(false);
  expect(existsSync(join(root, "app/node_modules/typescript"))).toBe(false);
});
