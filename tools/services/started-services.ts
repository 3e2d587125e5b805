import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { cacheFolder, dataFolder } from "./places.ts";
import type { Service } from "./service.ts";

/** A server that this script started, as it is noted for later calls. */
export interface StartedService {
  readonly pid: number;
  /** The kernel's record of the start: tells the process from a later one with the same pid. */
  readonly startTick: string;
  readonly port: number;
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
}

const START_DEADLINE_MILLISECONDS = 60_000;
const STOP_DEADLINE_MILLISECONDS = 15_000;
const MOST_ATTEMPTS = 3;

export function startedServices(): Readonly<Record<string, StartedService>> {
  try {
    return JSON.parse(readFileSync(noteFile(), "utf8")) as Record<string, StartedService>;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}

export function isRunning({ pid, startTick }: StartedService): boolean {
  return startTickOf(pid) === startTick;
}

/** Starts a service unless it runs already; answers it once it is healthy. */
export async function startService(service: Service): Promise<StartedService> {
  const known = startedServices()[service.name];
  if (known !== undefined && isRunning(known)) {
    await healthy(service, known);
    return known;
  }
  if (known !== undefined) forget(service.name, known);
  for (let attempt = 1; ; attempt += 1) {
    const started = await launch(service);
    try {
      await healthy(service, started);
      return started;
    } catch (error) {
      await stopService(service.name);
      if (attempt >= MOST_ATTEMPTS) throw error;
    }
  }
}

/** SIGTERM, then SIGKILL when it does not end; answers whether there was anything to stop. */
export async function stopService(name: string): Promise<boolean> {
  const started = startedServices()[name];
  if (started === undefined) return false;
  const deadline = Date.now() + STOP_DEADLINE_MILLISECONDS;
  if (isRunning(started)) process.kill(started.pid, "SIGTERM");
  while (isRunning(started)) {
    if (Date.now() > deadline) process.kill(started.pid, "SIGKILL");
    await delay(50);
  }
  forget(name, started);
  return true;
}

async function launch(service: Service): Promise<StartedService> {
  const folder = dataFolder(service.name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const { program, args, env, argv0, uid, gid, variables } = await service.prepare(folder, port);
  const log = openSync(join(cacheFolder(), `${service.name}.log`), "w");
  const child = spawn(program, args, {
    cwd: folder,
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, ...env },
    ...(argv0 !== undefined && { argv0 }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
  });
  closeSync(log);
  await once(child, "spawn");
  child.unref();
  const pid = child.pid ?? 0;
  const started: StartedService = { pid, startTick: startTickOf(pid) ?? "", port, folder, variables };
  note({ ...startedServices(), [service.name]: started });
  return started;
}

async function healthy(service: Service, started: StartedService): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MILLISECONDS;
  for (;;) {
    try {
      await service.probe(started.port);
      return;
    } catch (error) {
      if (isRunning(started) && Date.now() < deadline) {
        await delay(100);
        continue;
      }
      const log = readFileSync(join(cacheFolder(), `${service.name}.log`), "utf8").slice(-2000);
      throw new Error(`${service.name} does not answer on port ${started.port}:\n${log}`, { cause: error });
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

/** Field 22 of proc_pid_stat(5); undefined where the process is gone or only not collected yet. */
function startTickOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function forget(name: string, { folder }: StartedService): void {
  rmSync(folder, { recursive: true, force: true });
  const { [name]: _, ...others } = startedServices();
  note(others);
}

function note(services: Readonly<Record<string, StartedService>>): void {
  const temporary = `${noteFile()}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(services, null, 2)}\n`);
  renameSync(temporary, noteFile());
}

function noteFile(): string {
  return join(cacheFolder(), "services.json");
}
