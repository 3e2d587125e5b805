import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

import { isMlopsError, type JsonObject, type TrackedValue } from "@mlops/core";
import { makeFolder } from "@mlops/store/make-folder";

import type { AlertEntry, Entry, MetricEntry, RunDescription, RunEnvironment, SpooledValue } from "../entries/entry.ts";
import { rowEncoder } from "../entries/row-encoder.ts";
import { scrubText, scrubValue } from "../entries/scrub.ts";
import { spoolJson } from "../entries/spool-json.ts";
import { openSpool } from "../spool/spool.ts";
import type { FromWorker, NamedOutcome, TrackerSetting } from "../spool/worker-protocol.ts";
import { earlierEntries } from "./earlier-entries.ts";
import { type AllowedColumns, spooledValue } from "./spooled-value.ts";
import { stageFile } from "./stage-file.ts";
import { writeTrackingPlan } from "./tracking-plan.ts";

/** "Exit within 5 s of the end, whatever the backend does." */
export const FINISH_DEADLINE_MS = 5_000;
const ALERT_WAIT_MS = 300_000;
/** As the W&B client samples. */
const SYSTEM_INTERVAL_MS = 15_000;

export interface TrackedRunOptions {
  /** Folder of all spools; the run's is made below it. */
  readonly spoolFolder: string;
  readonly run: RunDescription;
  readonly environment: RunEnvironment;
  readonly trackers: readonly TrackerSetting[];
  /** An earlier process began the run. */
  readonly resumed?: boolean;
  readonly offline?: boolean;
  readonly allowedColumns?: AllowedColumns;
  readonly systemIntervalMs?: number;
  readonly onMessage?: (message: Exclude<FromWorker, { type: "finished" }>) => void;
}

export interface LogOptions {
  /** An integer from 0 that does not fall. Rows of one step become one. */
  readonly step?: number;
  /** What was logged under the same key before, also by an earlier process of the run, is not logged again. */
  readonly key?: string;
  /** UTC milliseconds; now when absent. */
  readonly at?: number;
}

export interface AlertOptions {
  readonly title: string;
  readonly text: string;
  readonly level?: AlertEntry["level"];
  /** The same title is not sent again for so long; 300 s when absent. */
  readonly waitMs?: number;
}

/**
 * What a run logs. Calls copy into memory and return: they wait for no disk and no network, and never throw for a tracker.
 * (A file or an image is read and copied at the call, since it may change.)
 */
export interface TrackedRun {
  readonly runId: string;
  log(values: Readonly<Record<string, TrackedValue>>, options?: LogOptions): void;
  config(values: JsonObject): void;
  summary(values: Readonly<Record<string, TrackedValue>>): void;
  defineMetric(metric: Omit<MetricEntry, "type">): void;
  alert(alert: AlertOptions): void;
  output(stream: "stdout" | "stderr", text: string): void;
  /** Shows a copy of the file under `name`. @throws MlopsError FILE_NOT_FOUND */
  file(path: string, name: string): void;
  /** Values that were hidden because of their names, and entries that a full disk did not take. */
  readonly hiddenKeys: readonly string[];
  readonly lost: number;
  /** The run may go on in another process (it was interrupted); otherwise nothing more is logged. */
  finish(end: { readonly exitCode: number; readonly deadlineMs?: number }): Promise<readonly NamedOutcome[]>;
}

/** @throws the system's error where the spool cannot be made */
export function openTrackedRun(options: TrackedRunOptions): TrackedRun {
  const { run, trackers, allowedColumns = "all", onMessage = () => undefined } = options;
  const folder = join(options.spoolFolder, run.runId);
  const path = join(folder, "entries.spool");
  const earlier = existsSync(path) ? earlierEntries(path) : { runtime: 0, keys: new Set<string>() };
  makeFolder(folder);
  writeTrackingPlan(folder, { runId: run.runId, trackers });
  const startedAt = Date.now();
  const begun = performance.now();
  const spool = openSpool({
    runId: run.runId,
    folder,
    path,
    trackers,
    offline: options.offline ?? false,
    systemIntervalMs: options.systemIntervalMs ?? SYSTEM_INTERVAL_MS,
    runtime: earlier.runtime,
    startedAt,
    onMessage,
  });
  const hidden = new Set<string>();
  const hide = (key: string): void => {
    if (hidden.has(key)) return;
    hidden.add(key);
    onMessage({
      type: "warning",
      text: `The value of "${scrubText(key)}" is not tracked: its name says it is a secret.`,
    });
  };
  const encodeRow = rowEncoder(hide);
  const alertedAt = new Map<string, number>();
  let scratch = Buffer.alloc(4096);
  let ended = false;

  const runtime = (): number => earlier.runtime + (performance.now() - begun) / 1000;
  const put = (text: string): void => {
    if (ended) return;
    // A character takes at most three bytes.
    if (scratch.length < text.length * 3) scratch = Buffer.alloc(text.length * 4);
    spool.append(scratch, scratch.write(text, 0));
  };
  const entry = (value: Entry): void => put(spoolJson(scrubValue(value, hide)));
  const spooled = (values: Readonly<Record<string, TrackedValue>>): Record<string, SpooledValue> | undefined => {
    const kept: Record<string, SpooledValue> = {};
    for (const [name, value] of Object.entries(values)) {
      const left = keepValue(name, value, folder, allowedColumns, onMessage);
      if (left !== undefined) kept[name] = left;
    }
    return Object.keys(kept).length === 0 ? undefined : kept;
  };

  const { environment } = options;
  entry({
    type: "start",
    at: startedAt,
    runtime: earlier.runtime,
    resumed: options.resumed ?? false,
    run,
    environment,
  });

  return {
    runId: run.runId,
    get hiddenKeys() {
      return [...hidden].map(scrubText);
    },
    get lost() {
      return spool.lost;
    },
    log(values, { step, key, at } = {}) {
      if (key !== undefined) {
        if (earlier.keys.has(key)) return;
        earlier.keys.add(key);
      }
      const whole = step !== undefined && Number.isSafeInteger(step) && step >= 0 ? step : undefined;
      const simple = isSimple(values) ? values : spooled(values);
      if (simple === undefined) return;
      put(encodeRow(simple, { at: at ?? Date.now(), runtime: runtime(), step: whole, key }));
    },
    config: (values) => entry({ type: "config", values }),
    summary(values) {
      const kept = spooled(values);
      if (kept) entry({ type: "summary", values: kept });
    },
    defineMetric: (metric) => entry({ type: "metric", ...metric }),
    alert({ title, text, level = "info", waitMs = ALERT_WAIT_MS }) {
      const now = performance.now();
      const last = alertedAt.get(title);
      if (last !== undefined && now - last < waitMs) return;
      alertedAt.set(title, now);
      entry({ type: "alert", at: Date.now(), level, title, text, waitMs });
    },
    output: (stream, text) => entry({ type: "output", at: Date.now(), stream, text }),
    file(source, name) {
      const { bytes: _bytes, ...content } = stageFile(folder, source);
      entry({ type: "file", name: name.replaceAll("\\", "/"), content });
    },
    async finish({ exitCode, deadlineMs = FINISH_DEADLINE_MS }) {
      if (ended) return [];
      entry({ type: "end", at: Date.now(), runtime: runtime(), exitCode });
      ended = true;
      const outcomes = await spool.finish(deadlineMs);
      // Everything is with the trackers, and no later process goes on with a run that succeeded.
      const isDone = outcomes.every((outcome) => outcome.needsSpool === false);
      if (exitCode === 0 && isDone && spool.lost === 0) rmSync(folder, { recursive: true, force: true });
      return outcomes;
    },
  };
}

function isSimple(
  values: Readonly<Record<string, TrackedValue>>,
): values is Readonly<Record<string, SpooledValue & TrackedValue>> {
  for (const name in values) {
    const value = values[name];
    if (typeof value === "object" && value !== null) return false;
  }
  return true;
}

/** A value that cannot be logged is told and left out: a tracker never ends what it watches. */
function keepValue(
  name: string,
  value: TrackedValue,
  folder: string,
  allowed: AllowedColumns,
  onMessage: NonNullable<TrackedRunOptions["onMessage"]>,
): SpooledValue | undefined {
  try {
    return spooledValue(value, folder, allowed);
  } catch (error) {
    const reason = isMlopsError(error) ? error.message : String(error);
    onMessage({ type: "warning", text: `"${scrubText(name)}" is not tracked: ${reason}` });
    return undefined;
  }
}
