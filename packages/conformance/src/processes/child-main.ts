/**
 * What a child process of a test runs: `node child-main <module> <export> <JSON argument> <module to load>…`. It loads
 * the modules, says that it is ready, waits for a line with the instant of the start, calls the export with the
 * argument and prints the answer, one JSON line for each message.
 */
import { once } from "node:events";
import { enableCompileCache, flushCompileCache } from "node:module";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

import type { ChildMessage } from "./child-process.ts";

const [moduleUrl, exportName, argument, ...preloaded] = process.argv.slice(2);
if (moduleUrl === undefined || exportName === undefined || argument === undefined) {
  throw new Error("a child needs a module, an export and an argument");
}
enableCompileCache();
for (const each of preloaded) await import(each);
const loaded = (await import(moduleUrl)) as Record<string, unknown>;
const task = loaded[exportName];
if (typeof task !== "function") throw new Error(`${moduleUrl} exports no function ${exportName}`);

flushCompileCache();
const start = createInterface({ input: process.stdin });
send({ kind: "ready" });
const [line] = (await once(start, "line")) as [string];
start.close();
await delay(Math.max(0, Number(line) - Date.now()));
try {
  const report = (value: unknown): void => send({ kind: "report", value });
  send({ kind: "result", value: (await task(JSON.parse(argument), report)) as unknown });
} catch (error) {
  const code = error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN";
  send({ kind: "failure", code, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

function send(message: ChildMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
