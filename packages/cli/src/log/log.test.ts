import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { DAY, forgetSecrets, registerSecret } from "@mlops/core";
import { afterEach, expect, test } from "vitest";

import { styleOf } from "../render/style.ts";
import { temporaryFolder } from "../testing/run-mlops.ts";
import { dailyFile } from "./daily-file.ts";
import { logLevelOf } from "./log.ts";
import { openLog } from "./open-log.ts";

const style = styleOf({ isTerminal: false, columns: undefined, colour: false, environment: {} });
const noon = Date.UTC(2026, 0, 31, 12);

afterEach(forgetSecrets);

test("a line goes to the file of its UTC day; files past the retention are removed, others stay", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "mlops-2025-12-31.log"), "old\n");
  await writeFile(join(folder.path, "mlops-2026-01-30.log"), "kept\n");
  await writeFile(join(folder.path, "notes.txt"), "kept\n");
  let now = noon;
  const file = dailyFile({
    folder: folder.path,
    retentionDays: 30,
    wall: () => now,
    onFailure: (error) => expect.unreachable(error.message),
  });
  file.write("one\n");
  now += DAY;
  file.write("two\n");
  expect((await readdir(folder.path)).toSorted()).toEqual([
    "mlops-2026-01-30.log",
    "mlops-2026-01-31.log",
    "mlops-2026-02-01.log",
    "notes.txt",
  ]);
  expect(await readFile(join(folder.path, "mlops-2026-02-01.log"), "utf8")).toBe("two\n");
});

test("a folder that cannot be written is reported once", async () => {
  await using folder = await temporaryFolder();
  await mkdir(folder.path, { recursive: true });
  await writeFile(join(folder.path, "file"), "");
  const failures: string[] = [];
  const file = dailyFile({
    folder: join(folder.path, "file/logs"),
    retentionDays: 1,
    wall: () => noon,
    onFailure: ({ message }) => failures.push(message),
  });
  file.write("one\n");
  file.write("two\n");
  expect(failures).toHaveLength(1);
});

test("secrets are hidden by value and by key, in the message, the details and errors, in both destinations", () => {
  registerSecret("hunter2hunter2");
  let stderr = "";
  let lines = "";
  const log = openLog({
    stderrLevel: "debug",
    fileLevel: "debug",
    style,
    wall: () => noon,
    file: { write: (line) => (lines += line) },
    writeStderr: (text) => (stderr += text),
  });
  log.warn("key hunter2hunter2 is old", {
    password: "short",
    error: new Error("hunter2hunter2"),
    url: "http://u:pw@host/",
  });
  for (const text of [stderr, lines]) {
    expect(text).toContain("is old");
    expect(text).not.toMatch(/hunter2|short|:pw@/);
  }
  expect(JSON.parse(lines)).toMatchObject({ level: "warn", time: "2026-01-31T12:00:00Z" });
});

test("each destination has its own level", () => {
  let stderr = "";
  let lines = "";
  const log = openLog({
    stderrLevel: "warn",
    fileLevel: "info",
    style,
    wall: () => noon,
    file: { write: (line) => (lines += line) },
    writeStderr: (text) => (stderr += text),
  });
  log.debug("a");
  log.info("b");
  log.error("c");
  expect(lines.trim().split("\n")).toHaveLength(2);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("LOG_LEVEL takes Python's names", () => {
  expect([logLevelOf("WARNING"), logLevelOf("DEBUG"), logLevelOf("CRITICAL"), logLevelOf("loud")]).toEqual([
    "warn",
    "debug",
    "fatal",
    undefined,
  ]);
});
