import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable } from "node:stream";

import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";

const compose = parse(readFileSync(new URL("../../docker-compose.yml", import.meta.url), "utf8")) as {
  readonly services: Readonly<Record<string, { readonly command: readonly string[] }>>;
};
const folder = mkdtempSync(join(tmpdir(), "mlops-compose-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Puts a script in the place of a program of the image. */
function program(name: string, body: string): void {
  writeFileSync(join(folder, name), `#!/bin/bash\n${body}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** Starts a service's script as compose would: `$$` is a dollar. */
function start(service: string, environment: Record<string, string> = {}): ChildProcessByStdio<null, Readable, null> {
  const script = compose.services[service]?.command[0]?.replaceAll("$$", "$") ?? "";
  return spawn("bash", [service === "scheduler" ? "-c" : "-ec", script], {
    env: { PATH: [folder, process.env["PATH"]].join(delimiter), FOLDER: folder, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

test("SIGTERM reaches the forecast that is going on, which ends before the scheduler does", async () => {
  program("mlops", `trap 'echo "$1 stopped"; exit 0' TERM; echo "$1 began"; while true; do /bin/sleep 0.05; done`);
  const scheduler = start("scheduler");
  let output = "";
  scheduler.stdout.on("data", (chunk) => (output += String(chunk)));
  await once(scheduler.stdout, "data");
  scheduler.kill("SIGTERM");
  const [exitCode] = (await once(scheduler, "close")) as [number | null];
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: "realtime began\nrealtime stopped\n" });
});

test("a forecast that fails is followed by the next one", async () => {
  program("mlops", `echo "$1"; exit 6`);
  program("sleep", `echo "waits $1"; [ -e "$FOLDER/waited" ] && exec /bin/sleep 60; touch "$FOLDER/waited"`);
  const scheduler = start("scheduler");
  let output = "";
  scheduler.stdout.on("data", (chunk) => (output += String(chunk)));
  while (output.split("waits").length < 3) await once(scheduler.stdout, "data");
  scheduler.kill("SIGTERM");
  await once(scheduler, "exit");
  expect(output).toBe("realtime\nwaits 3600\nrealtime\nwaits 3600\n");
});

test("the replica set is made once the server answers, with the password from the environment only", async () => {
  program(
    "mongosh",
    `calls=$(cat "$FOLDER/calls" 2> /dev/null || echo 0); echo $((calls + 1)) > "$FOLDER/calls"
     [ "$calls" -lt 2 ] && exit 1
     printf '%s\\n' "$@" >> "$FOLDER/arguments"`,
  );
  program("sleep", "exit 0");
  const service = start("mongodb-replica-set", { MONGODB_USERNAME: "u", MONGODB_PASSWORD: "p w" });
  const [exitCode] = (await once(service, "close")) as [number | null];
  expect(exitCode).toBe(0);
  const words = readFileSync(join(folder, "arguments"), "utf8");
  expect(words).toContain("--password\np w\n");
  expect(words.match(/ping/g)).toHaveLength(1);
  expect(words).toContain('rs.initiate({ _id: "rs0", members: [{ _id: 0, host: "mongodb:27017" }] })');
});
