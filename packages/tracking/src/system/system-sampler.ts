import { statfsSync } from "node:fs";
import { cpus, freemem, totalmem } from "node:os";

import type { Clock } from "@mlops/core";

import { askGpus } from "./gpu.ts";
import { diskBytes, networkBytes, procField, procFile } from "./proc-files.ts";

const MB = 1024 * 1024;
/** A short run has a sample too; the use of the CPU needs a moment to be measured over. */
const FIRST_AFTER_MS = 100;

export interface SystemSampler extends Disposable {
  /** The machine's metrics once in an interval, else undefined; names as W&B shows them. */
  take(): Readonly<Record<string, number>> | undefined;
}

interface Totals {
  readonly busy: number;
  readonly cpu: number;
  readonly received: number;
  readonly sent: number;
  readonly disks: ReadonlyMap<string, { readonly read: number; readonly written: number }>;
}

/** CPU, memory, disk, network and, where `nvidia-smi` answers, GPU. What a system does not tell is left out. */
export function openSystemSampler(intervalMs: number, clock: Clock): SystemSampler {
  const first = totals();
  let before = first;
  let due = clock.monotonic() + Math.min(intervalMs, FIRST_AFTER_MS);
  let gpus: Readonly<Record<string, number>> | null = {};
  let asking = false;

  const ask = (): void => {
    if (asking || gpus === null) return;
    asking = true;
    askGpus((answer) => {
      asking = false;
      gpus = answer;
    });
  };
  if (intervalMs > 0) ask();

  return {
    take() {
      if (intervalMs <= 0 || clock.monotonic() < due) return undefined;
      due = clock.monotonic() + intervalMs;
      const now = totals();
      const metrics = { ...cpuMetrics(before, now), ...memoryMetrics(), ...flowMetrics(first, now), ...gpus };
      before = now;
      ask();
      return metrics;
    },
    [Symbol.dispose]() {
      gpus = null;
    },
  };
}

function totals(): Totals {
  let busy = 0;
  let cpu = 0;
  for (const { times } of cpus()) {
    const all = times.user + times.nice + times.sys + times.idle + times.irq;
    cpu += all;
    busy += all - times.idle;
  }
  const { received, sent } = networkBytes(procFile("/proc/net/dev") ?? "");
  const disks = diskBytes(procFile("/proc/diskstats") ?? "");
  return { busy, cpu, received, sent, disks: new Map(disks.map((each) => [each.name, each])) };
}

function cpuMetrics(before: Totals, now: Totals): Record<string, number> {
  const elapsed = now.cpu - before.cpu;
  const threads = procField(procFile("/proc/self/status") ?? "", "Threads");
  return {
    ...(elapsed > 0 && { cpu: (100 * (now.busy - before.busy)) / elapsed }),
    ...(threads !== undefined && { "proc.cpu.threads": threads }),
  };
}

function memoryMetrics(): Record<string, number> {
  const total = totalmem();
  const available = procField(procFile("/proc/meminfo") ?? "", "MemAvailable") ?? freemem();
  const resident = process.memoryUsage.rss();
  return {
    memory_percent: (100 * (total - available)) / total,
    "proc.memory.availableMB": available / MB,
    "proc.memory.rssMB": resident / MB,
    "proc.memory.percent": (100 * resident) / total,
  };
}

/** Bytes since the run began; the fill of the root file system. */
function flowMetrics(first: Totals, now: Totals): Record<string, number> {
  const metrics: Record<string, number> = {
    "network.recv": now.received - first.received,
    "network.sent": now.sent - first.sent,
  };
  for (const [name, { read, written }] of now.disks) {
    const begun = first.disks.get(name);
    if (!begun) continue;
    metrics[`disk.${name}.in`] = (read - begun.read) / MB;
    metrics[`disk.${name}.out`] = (written - begun.written) / MB;
  }
  const root = rootFileSystem();
  if (root) {
    metrics["disk./.usagePercent"] = root.percent;
    metrics["disk./.usageGB"] = root.gigabytes;
  }
  return metrics;
}

function rootFileSystem(): { readonly percent: number; readonly gigabytes: number } | undefined {
  try {
    const { bsize, blocks, bfree } = statfsSync("/");
    const used = (blocks - bfree) * bsize;
    return { percent: (100 * (blocks - bfree)) / blocks, gigabytes: used / 1024 ** 3 };
  } catch {
    return undefined;
  }
}
