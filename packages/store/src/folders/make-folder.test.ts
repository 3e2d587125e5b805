import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { makeFolder } from "./make-folder.ts";

test("makes what is missing, and nothing twice", async () => {
  const root = await mkdtemp(join(tmpdir(), "mlops-folder-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const path = join(root, "a/b/c");
  makeFolder(path);
  makeFolder(path);
  expect(existsSync(path)).toBe(true);
  await writeFile(join(root, "file"), "");
  expect(() => makeFolder(join(root, "file/below"))).toThrow(/EEXIST/);
  expect(() => makeFolder(join(root, "file"))).toThrow(/EEXIST/);
});

test.runIf(process.platform === "linux")("fails where no folder can be made, instead of trying for ever", () => {
  expect(() => makeFolder("/proc/mlops/home")).toThrow(/ENOENT/);
});
