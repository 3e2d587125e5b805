/**
 * The thread beside a fit, which may be one long synchronous computation: it hears the parent's wish to stop, ends the
 * process when the parent is gone, whatever the way, and when the process grows beyond its memory limit.
 */
import { Socket } from "node:net";
import { workerData } from "node:worker_threads";

import { say } from "./say.ts";
import { channels } from "./training-message.ts";

export interface WatchData {
  /** One Int32; 1 means that the fit is to stop. */
  readonly cancelled: SharedArrayBuffer;
  readonly memoryLimitBytes: number | null;
}

const MEMORY_INTERVAL_MS = 50;

const { cancelled, memoryLimitBytes } = workerData as WatchData;
const flag = new Int32Array(cancelled);

new Socket({ fd: channels.control, readable: true, writable: false })
  .on("data", () => Atomics.store(flag, 0, 1))
  .on("error", endProcess)
  .on("end", endProcess)
  .on("close", endProcess);

if (memoryLimitBytes !== null) {
  setInterval(() => {
    const bytes = process.memoryUsage.rss();
    if (bytes <= memoryLimitBytes) return;
    say({ kind: "memory", bytes, limit: memoryLimitBytes });
    endProcess();
  }, MEMORY_INTERVAL_MS);
}

/** An orderly exit would wait for the fit. */
function endProcess(): void {
  process.kill(process.pid, "SIGKILL");
}
