import { DatabaseSync } from "node:sqlite";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { type ErrorCode, errorCatalogue } from "@mlops/core";
import { describe, expect, test } from "vitest";

import { exitCodes } from "./exit-code.ts";
import { runMlops, temporaryFolder } from "./testing/run-mlops.ts";

const categoryExit = (code: ErrorCode): number => exitCodes[errorCatalogue[code].category];

const oneDocument = (text: string): unknown => {
  expect(text.endsWith("\n")).toBe(true);
  return JSON.parse(text);
};

describe("stdout with --json is one document", () => {
  test("in success", async () => {
    await using folder = await temporaryFolder();
    const { exitCode, stdout, stderr } = await runMlops(["runs", "list", "--json"], { cwd: folder.path });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(oneDocument(stdout)).toEqual({ schema: "mlops.runs-list/v1", status: "ok", reasons: [], runs: [] });
    expect(stdout).toMatch(/^\{"schema":.*,"status":.*,"reasons":/);
  });

  test("in error, with code, message, hint and details", async () => {
    await using folder = await temporaryFolder();
    const { exitCode, stdout } = await runMlops(["--json", "explain", "CANCELED"], { cwd: folder.path });
    expect(exitCode).toBe(2);
    expect(oneDocument(stdout)).toEqual({
      schema: "mlops.error/v1",
      status: "failed",
      reasons: [],
      error: {
        code: "ERROR_CODE_UNKNOWN",
        message: 'There is no error code "CANCELED".',
        hint: "Did you mean CANCELLED?",
        details: {},
      },
    });
  });

  test.each([["--version"], ["--help"], ["runs", "--help"], ["runs", "list", "--help"]])(
    "of mlops %s %s",
    async (...words) => {
      await using folder = await temporaryFolder();
      const { exitCode, stdout } = await runMlops([...words, "--json"], { cwd: folder.path });
      expect(exitCode).toBe(0);
      expect(oneDocument(stdout)).toMatchObject({ status: "ok", reasons: [] });
    },
  );
});

describe("exit codes", () => {
  test.each([
    [2, ["explain", "--jsno"], "Did you mean --json?"],
    [2, ["expalin"], "Did you mean mlops explain?"],
    [2, ["runs"], "mlops runs list"],
    [2, [], "mlops --help"],
    [2, ["runs", "list", "--limit", "ten"], "mlops explain INVALID_ARGUMENT"],
    [2, ["runs", "list", "--limit"], "needs a value"],
    [2, ["runs", "show"], "needs RUN"],
    [2, ["explain", "A", "B"], "too many arguments"],
    [2, ["realtime", "--at", "2013-10-05T12:00:00"], "zone"],
    [3, ["runs", "show", "latest"], "There is no run yet"],
    [3, ["validate", "--recipe-file", "absent.yaml"], "absent.yaml"],
    [2, ["config", "explain", "store.drivr"], "store.driver"],
    [3, ["config", "show", "--env", "absent"], "absent"],
  ] as const)("%i for mlops %j", async (code, words, said) => {
    await using folder = await temporaryFolder();
    const { exitCode, stdout, stderr } = await runMlops(words, { cwd: folder.path });
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
  });

  test("3 for malformed YAML, with file and line", async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, "config"));
    await writeFile(join(folder.path, "config/base.yaml"), "schema_version: 1\nstore: {driver: [sqlite\n");
    const { exitCode, stderr } = await runMlops(["config", "show"], { cwd: folder.path });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/config\/base\.yaml:\d+:\d+/);
  });

  test("6 for a home below a file", async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, "file"), "");
    const { exitCode, stdout } = await runMlops(["doctor", "--offline", "--json", "--home", "file/home"], {
      cwd: folder.path,
    });
    expect(exitCode).toBe(6);
    expect(oneDocument(stdout)).toMatchObject({
      status: "failed",
      checks: expect.arrayContaining([expect.objectContaining({ name: "home", status: "failed" })]) as unknown,
    });
  });

  test("a store of a newer version is refused and left alone", async () => {
    await using folder = await temporaryFolder();
    await runMlops(["runs", "list"], { cwd: folder.path });
    const path = join(folder.path, ".mlops/store.db");
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 999; UPDATE store_facts SET fact = '999' WHERE name = 'schemaVersion'");
    database.close();
    const { exitCode, stderr } = await runMlops(["runs", "list"], { cwd: folder.path });
    expect(stderr).toContain("STORE_VERSION_NEWER");
    expect(exitCode).toBe(categoryExit("STORE_VERSION_NEWER"));
    const reopened = new DatabaseSync(path, { readOnly: true });
    expect(reopened.prepare("PRAGMA user_version").get()).toEqual({ user_version: 999 });
    reopened.close();
  });
});

describe("streams", () => {
  test("no colour and no cursor movement without a terminal; --color forces it", async () => {
    await using folder = await temporaryFolder();
    const plain = await runMlops(["explain", "CANCELLED"], { cwd: folder.path });
    expect(plain.stdout).not.toContain("\u001B");
    const forced = await runMlops(["explain", "CANCELLED", "--color"], { cwd: folder.path });
    expect(forced.stdout).toContain("\u001B[");
  });

  test("a reader that goes away is no failure", async () => {
    await using folder = await temporaryFolder();
    const { exitCode, stderr } = await runMlops(["explain"], { cwd: folder.path, closeStdout: true });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  test("global options stand before, between or after the words", async () => {
    await using folder = await temporaryFolder();
    for (const words of [
      ["--json", "runs", "list"],
      ["runs", "--json", "list"],
      ["runs", "list", "--json"],
    ]) {
      expect((await runMlops(words, { cwd: folder.path })).stdout).toContain("mlops.runs-list/v1");
    }
  });

  test("an unwritable log folder is said once and fails nothing", async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, ".mlops"));
    await writeFile(join(folder.path, ".mlops/logs"), "not a folder");
    const { exitCode, stderr } = await runMlops(
      ["collect", "--source", "climatology", "--hours-back", "3", "--at", "2013-10-05T12:00:00Z", "--quiet", "--json"],
      { cwd: folder.path },
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });
});

describe("signals", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s stops a waiting command gracefully, with exit code %i and how to resume", async (signal, code) => {
    await using folder = await temporaryFolder();
    let asked = (): void => {};
    const server = createServer(() => asked());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    let stop = (): void => {};
    asked = () => stop();
    const running = runMlops(
      ["collect", "--source", "http", "--base-url", `http://127.0.0.1:${port}`, "--hours-back", "2", "--timeout", "60"],
      {
        cwd: folder.path,
        onStderr: (_text, kill) => {
          stop = () => kill(signal);
        },
      },
    );
    const { exitCode, stderr } = await running;
    server.closeAllConnections();
    server.close();
    expect(stderr).toMatch(/mlops pipeline resume r\d{14}[a-z0-9]{6}/);
    expect(exitCode).toBe(code);
  });
});

test("--auth-key works and warns without showing the key", async () => {
  await using folder = await temporaryFolder();
  const { exitCode, stderr } = await runMlops(
    ["collect", "--source", "climatology", "--at", "2013-10-05T12:00:00Z", "--auth-key", "k3y-of-the-test", "--json"],
    { cwd: folder.path },
  );
  expect(exitCode).toBe(0);
  expect(stderr).toContain("KMA_AUTH_KEY");
  expect(stderr).not.toContain("k3y-of-the-test");
});

test("a secret of the environment reaches neither stream nor log file", async () => {
  await using folder = await temporaryFolder();
  const secret = "s3cret-of-the-test-0123456789";
  const environment = { KMA_AUTH_KEY: secret, LOG_LEVEL: "debug" };
  for (const words of [
    ["config", "show"],
    ["config", "explain", "source.kma.auth_key", "--json"],
    ["doctor", "--offline", "-v"],
  ]) {
    const { stdout, stderr } = await runMlops(words, { cwd: folder.path, environment });
    expect(stdout + stderr).not.toContain(secret);
  }
  const logs = join(folder.path, ".mlops/logs");
  for (const name of await readdir(logs).catch(() => []))
    expect(await readFile(join(logs, name), "utf8")).not.toContain(secret);
});
