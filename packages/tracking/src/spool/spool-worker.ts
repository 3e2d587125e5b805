/** The thread that works a run's spool off: memory → file → trackers. */
import { randomBytes } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";

import { spoolJson } from "../entries/spool-json.ts";
import { machineClock } from "../machine-clock.ts";
import { ringOver } from "../ring/ring.ts";
import { openSystemSampler } from "../system/system-sampler.ts";
import type { TrackerContext } from "../tracker.ts";
import { spoolFile } from "./spool-file.ts";
import { openFeed, type TrackerFeed } from "./tracker-feed.ts";
import type { FromWorker, NamedOutcome, ToWorker, WorkerStart } from "./worker-protocol.ts";

/** What was logged is in the file at the latest this long after. */
const FLUSH_MS = 25;
const IDLE_MS = 250;

const start = workerData as WorkerStart;
const ring = ringOver(start.ring);
const file = spoolFile(start.spool, ring);
const deadline = new AbortController();
const told = new Set<string>();

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
const say = (message: FromWorker): void => parentPort?.postMessage(message);
const warn = (text: string): void => {
  if (told.has(text)) return;
  told.add(text);
  say({ type: "warning", text });
};

const finishing = new AbortController();
parentPort?.on("message", (message: ToWorker) => {
  finishing.abort();
  setTimeout(() => deadline.abort(new Error("the run's end is due")), message.deadlineMs).unref();
  ring.wake();
});

await work();

async function work(): Promise<void> {
  const feeds: TrackerFeed[] = [];
  const failed: NamedOutcome[] = [];
  const opening = openAll(feeds, failed);
  const sampler = openSystemSampler(start.systemIntervalMs, machineClock);
  const flush = (): void => {
    try {
      const sample = sampler.take();
      file.append(sample === undefined ? [] : [systemEntry(sample)]);
    } catch (error) {
      warn(`The spool of run ${start.runId} cannot be written: ${(error as Error).message}`);
    }
    for (const feed of feeds) feed.advance(file.fd, file.length);
  };
  while (!finishing.signal.aborted) {
    await ring.wakened(IDLE_MS);
    if (!finishing.signal.aborted) await machineClock.sleep(FLUSH_MS);
    flush();
  }
  // Before trackers are open: what is in the file cannot be lost any more.
  flush();
  await opening;
  const outcomes = await Promise.all(feeds.map((feed) => feed.finish(file.fd, file.length)));
  await Promise.allSettled(feeds.map((feed) => feed[Symbol.asyncDispose]()));
  sampler[Symbol.dispose]();
  say({ type: "finished", outcomes: [...outcomes, ...failed] });
  parentPort?.close();
}

async function openAll(feeds: TrackerFeed[], failed: NamedOutcome[]): Promise<void> {
  for (const setting of start.trackers) {
    const context: TrackerContext = {
      runId: start.runId,
      folder: start.folder,
      clock: machineClock,
      offline: start.offline,
      entropy: (length) => randomBytes(length),
      warn,
      onPlace: (place) => say({ type: "place", tracker: setting.driver, place }),
      onStop: () => say({ type: "stop-requested" }),
      signal: deadline.signal,
    };
    try {
      feeds.push(await openFeed(setting, context));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      warn(`The tracker ${setting.driver} cannot be used: ${reason}`);
      failed.push({ tracker: setting.driver, status: "pending", reason });
    }
  }
}

function systemEntry(values: Readonly<Record<string, number>>): Buffer {
  const at = machineClock.wall();
  const runtime = start.runtime + (at - start.startedAt) / 1000;
  return Buffer.from(spoolJson({ type: "system", at, runtime, values }));
}
