import { delimiter, join } from "node:path";

import { expect, test } from "vitest";

import { execute, pinnedPnpm, projectRoot, temporaryFolder } from "./command.ts";

/** The machine's own path: without the folders that pnpm puts before it, so that the clone must bring its own Node 24. */
function machinePath(): string {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .join(delimiter);
}

/** A pnpm that runs these tests tells its children not to install: a user's shell has none of its variables. */
function withoutPackageManager(): Record<string, undefined> {
  const inherited = Object.keys(process.env).filter((name) => /^p?npm_|^PNPM_|^INIT_CWD$|^NODE$/i.test(name));
  return Object.fromEntries(inherited.map((name) => [name, undefined]));
}

test("the first README command works alone, from a clean clone with an empty package store", async () => {
  await using folder = await temporaryFolder();
  const packageManager = await pinnedPnpm();
  const clone = join(folder.path, "clone");
  const cloned = await execute("git", ["clone", "--quiet", "--no-hardlinks", projectRoot, clone], { cwd: folder.path });
  expect(cloned.exitCode, cloned.stderr).toBe(0);

  const environment = {
    ...withoutPackageManager(),
    PATH: machinePath(),
    XDG_DATA_HOME: join(folder.path, "data"),
    XDG_CACHE_HOME: join(folder.path, "cache"),
    MLOPS_OFFLINE: "1",
  };
  const run = await execute("npx", ["-y", packageManager, "mlops", "realtime"], { cwd: clone, environment });
  expect(run.exitCode, run.stdout + run.stderr).toBe(0);
  expect(run.stdout + run.stderr).toContain("synthetic");

  const again = await execute("npx", ["-y", packageManager, "--silent", "mlops", "runs", "list", "--json"], {
    cwd: join(clone, "packages"),
    environment,
  });
  expect(again.exitCode, again.stdout + again.stderr).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject({ schema: "mlops.runs-list/v1", runs: [{ kind: "realtime" }] });
});
