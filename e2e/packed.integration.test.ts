import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { execute, pinnedPnpm, projectRoot, temporaryFolder } from "./command.ts";

async function must(program: string, args: readonly string[], cwd: string): Promise<string> {
  const result = await execute(program, args, { cwd });
  expect(result.exitCode, `${program} ${args.join(" ")}\n${result.stdout}\n${result.stderr}`).toBe(0);
  return result.stdout;
}

test("the packed packages install in an empty folder and run", async () => {
  await using folder = await temporaryFolder();
  const packageManager = await pinnedPnpm();
  await must(join(projectRoot, "node_modules/.bin/tsc"), ["-b", "tsconfig.build.json"], projectRoot);
  await must("npx", ["-y", packageManager, "-r", "pack", "--pack-destination", folder.path], projectRoot);

  const dependencies: Record<string, string> = {};
  for (const name of await readdir(join(projectRoot, "packages"))) {
    const manifest = JSON.parse(await readFile(join(projectRoot, "packages", name, "package.json"), "utf8")) as {
      name: string;
      version: string;
    };
    const file = `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`;
    dependencies[manifest.name] = `file:${join(folder.path, file)}`;
  }
  await writeFile(
    join(folder.path, "package.json"),
    JSON.stringify({ name: "empty", private: true, type: "module", dependencies }),
  );
  await must("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], folder.path);

  const bin = join(folder.path, "node_modules/mlops/bin/mlops.js");
  expect(await must(process.execPath, [bin, "--version"], folder.path)).toMatch(/^\d+\.\d+\.\d+/);
  const output = await must(process.execPath, [bin, "realtime", "--offline", "--json"], folder.path);
  expect(JSON.parse(output)).toMatchObject({
    schema: "mlops.realtime/v1",
    status: "degraded",
    synthetic: true,
    reasons: expect.arrayContaining(["synthetic-observations", "no-trained-model"]) as unknown,
  });
});
