/**
 * Installs and starts what integration tests talk to, on a bare Debian machine:
 *
 *     node tools/services/services.ts start|stop|status [mongodb redis postgres python]
 *
 * All of them without names. `start` prints the variables that tests read and writes them to `services.env` in the
 * cache folder (MLOPS_CI_CACHE, or mlops-ci in the user's cache); starting what runs already only prints them again.
 * Ports are free ones, data is thrown away by `stop`, and services of the machine are left alone.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ferretdb } from "./ferretdb.ts";
import { cacheFolder } from "./places.ts";
import { postgres } from "./postgres.ts";
import { pythonEnvironments } from "./python-environments.ts";
import { redis } from "./redis.ts";
import { isRunning, startedServices, startService, stopService } from "./started-services.ts";

const services = [ferretdb, redis, postgres];
const known = [...services.map(({ name }) => name), "python"];

const [action, ...given] = process.argv.slice(2);
const unknown = given.filter((name) => !known.includes(name));
if (unknown.length > 0 || (action !== "start" && action !== "stop" && action !== "status")) {
  process.stderr.write(`Usage: node tools/services/services.ts start|stop|status [${known.join(" ")}]\n`);
  process.exit(2);
}
const names = given.length === 0 ? known : given;
if (action === "start") await start();
if (action === "stop") await stop();
if (action === "status") status();

async function start(): Promise<void> {
  const variables: Record<string, string> = {};
  for (const service of services.filter(({ name }) => names.includes(name))) {
    process.stderr.write(`${service.name} …\n`);
    await startService(service);
  }
  for (const started of Object.values(startedServices())) Object.assign(variables, started.variables);
  if (names.includes("python")) Object.assign(variables, await pythonEnvironments());
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(environmentFile(), lines.join(""));
  process.stdout.write(lines.join(""));
  process.stderr.write(`Also in ${environmentFile()}\n`);
}

async function stop(): Promise<void> {
  for (const name of names) {
    if (await stopService(name)) process.stderr.write(`${name} stopped\n`);
  }
  if (Object.keys(startedServices()).length === 0) rmSync(environmentFile(), { force: true });
}

/** Exit code 1 where one of them does not run. */
function status(): void {
  const started = startedServices();
  for (const { name } of services.filter((service) => names.includes(service.name))) {
    const each = started[name];
    const runs = each !== undefined && isRunning(each);
    process.stdout.write(`${name}: ${runs ? `runs on port ${each.port}, process ${each.pid}` : "does not run"}\n`);
    if (!runs) process.exitCode = 1;
  }
}

function environmentFile(): string {
  return join(cacheFolder(), "services.env");
}
