import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { runMlops, temporaryFolder } from "../testing/run-mlops.ts";

const answer = async (cwd: string, ...words: string[]): Promise<Record<string, unknown>> => {
  const { exitCode, stdout, stderr } = await runMlops([...words, "--json"], { cwd });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return JSON.parse(stdout) as Record<string, unknown>;
};

test("init makes a project that the product itself accepts", async () => {
  await using folder = await temporaryFolder();
  const made = await answer(folder.path, "init", "p");
  expect(made["created"]).toEqual(
    expect.arrayContaining([
      "config/base.yaml",
      "recipes/commute-weather.yaml",
      ".env.example",
      ".gitignore",
      "docker-compose.yml",
    ]),
  );
  const project = join(folder.path, "p");
  expect(await answer(project, "config", "show")).toMatchObject({ insideProject: true, projectRoot: project });
  expect(await answer(project, "validate")).toMatchObject({ problems: [] });
  expect(await answer(project, "doctor", "--offline")).toMatchObject({ status: "ok" });
});

test("what is there is kept, byte for byte", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, ".gitignore"), "mine\n");
  const made = await answer(folder.path, "init");
  expect(made["kept"]).toEqual([".gitignore"]);
  expect(await readFile(join(folder.path, ".gitignore"), "utf8")).toBe("mine\n");
  expect(await answer(folder.path, "init")).toMatchObject({ created: [] });
});

test("--dry-run says the same and writes nothing", async () => {
  await using folder = await temporaryFolder();
  const planned = await answer(folder.path, "init", "--dry-run");
  const made = await answer(folder.path, "init");
  expect(planned["created"]).toEqual(made["created"]);
});
