import type { TrackedHistogram, TrackedPlot, TrackedTable } from "@mlops/core";

import type {
  AlertEntry,
  Entry,
  FileEntry,
  MetricEntry,
  PlacedEntry,
  RowEntry,
  SpooledImage,
  SpooledValue,
  StartEntry,
} from "../../entries/entry.ts";
import { wandbJson } from "../../entries/spool-json.ts";
import { type RecordBody, type RecordItem, timestampOf } from "../records/record.ts";
import { chartPanel } from "./chart-panel.ts";
import { copyStaged, type MediaFolders, pathKey, storeImage, type StoredMedia, storeTable } from "./media-files.ts";
import { SummaryValues } from "./summary-values.ts";

/** Rows that name the same step within this many seconds of the run become one, as W&B merges them. */
const MERGE_SECONDS = 0.25;
/** How long after its arrival an open row is written: later than any row that could still join it. */
export const ROW_OPEN_MS = 500;

export interface EncoderOptions {
  readonly entity: string;
  readonly project: string;
  readonly producer: string;
  readonly folders: MediaFolders;
  readonly warn: (text: string) => void;
}

interface OpenRow {
  readonly row: RowEntry;
  readonly values: Record<string, SpooledValue>;
  readonly offset: number;
}

/**
 * Turns a run's entries into the records of W&B's log. Which rows there are, and in which order, follows from the entries
 * alone: a log that is made again from the spool has the same rows.
 */
export class RecordEncoder {
  readonly #options: EncoderOptions;
  readonly #summary = new SummaryValues();
  readonly #metrics: MetricEntry[] = [];
  readonly #charts = new Set<string>();
  #incomplete = false;
  #exit: RecordBody | undefined;
  #closed = false;
  #records: RecordBody[] = [];
  #run: StartEntry["run"] | undefined;
  #lastStep = -1;
  #open: OpenRow | undefined;

  constructor(options: EncoderOptions) {
    this.#options = options;
  }

  /** True while a row waits for others of its step. */
  get rowIsOpen(): boolean {
    return this.#open !== undefined;
  }

  /** True once a file could not be written: the log lacks it, the spool does not. */
  get incomplete(): boolean {
    return this.#incomplete;
  }

  accept({ entry, offset }: PlacedEntry): void {
    // W&B reads nothing behind the end of a run: a sample of the machine that came after it is not worth a record.
    if (this.#closed && entry.type === "system") return;
    if (entry.type !== "row") this.#closeRowBefore(entry);
    switch (entry.type) {
      case "start":
        return this.#start(entry);
      case "row":
        return this.#row(entry, offset);
      case "config":
        return this.#put({ config: { update: itemsOf(entry.values) } });
      case "summary":
        for (const [key, value] of Object.entries(entry.values)) this.#summarise(key, value, offset);
        return;
      case "metric":
        return this.#metric(entry);
      case "alert":
        return this.#alert(entry);
      case "output":
        return this.#put({
          output: {
            outputType: entry.stream === "stdout" ? 1 : 0,
            timestamp: timestampOf(entry.at),
            line: entry.text,
          },
        });
      case "file":
        return this.#file(entry);
      case "system":
        return this.#put({
          stats: {
            timestamp: timestampOf(entry.at),
            item: Object.entries(entry.values).map(([key, value]) => ({ key, valueJson: wandbJson(value) })),
          },
        });
      case "end":
        this.#exit = { exit: { exitCode: entry.exitCode, runtime: Math.round(entry.runtime) } };
        return;
    }
  }

  /** Writes an open row although nothing follows it. */
  closeRow(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    this.#history(open);
  }

  flushSummary(): void {
    const changed = this.#summary.takeChanged();
    if (changed.length === 0) return;
    this.#put({ summary: { update: changed.map(([path, valueJson]) => ({ nestedKey: path, valueJson })) } });
  }

  /**
   * Writes the end of the run, where the last entry so far is one. W&B reads nothing behind it, so that the end of an
   * earlier process must not stand before what a later one logged.
   */
  closeRun(): void {
    if (!this.#exit) return;
    this.flushSummary();
    this.#put(this.#exit);
    this.#exit = undefined;
    this.#closed = true;
  }

  takeRecords(): readonly RecordBody[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  #put(record: RecordBody): void {
    this.#records.push(record);
  }

  /** Configuration and output may stand between rows of a step; what must not come before its rows closes them. */
  #closeRowBefore({ type }: Entry): void {
    if (type === "end" || type === "start") this.closeRow();
  }

  #start({ run, environment, at, resumed }: StartEntry): void {
    this.#exit = undefined;
    const { entity, project, producer } = this.#options;
    const git = {
      ...(environment.gitRemote !== undefined && { remoteUrl: environment.gitRemote }),
      ...(environment.gitCommit !== undefined && { commit: environment.gitCommit }),
    };
    if (this.#run !== undefined) {
      // The run goes on: its configuration may have changed, everything else stays.
      this.#put({ config: { update: itemsOf(run.config) } });
      return;
    }
    this.#run = run;
    this.#put({ header: { versionInfo: { producer, minConsumer: "0.70.0" } } });
    this.#put({
      run: {
        runId: run.runId,
        entity,
        project,
        config: { update: itemsOf(run.config) },
        runGroup: run.group ?? "",
        jobType: run.jobType,
        displayName: run.name,
        notes: run.notes ?? "",
        tags: run.tags,
        host: environment.host ?? "",
        startTime: timestampOf(at),
        ...(Object.keys(git).length > 0 && { git }),
      },
    });
    this.#put({
      environment: {
        os: environment.os,
        startedAt: timestampOf(at),
        args: environment.args,
        program: environment.program,
        host: environment.host ?? "",
        executable: `node ${environment.node}`,
        cpuCount: environment.cpuCount,
        cpuCountLogical: environment.cpuCount,
        memory: { total: environment.memoryBytes },
        writerId: `mlops-${run.runId}`,
        ...(Object.keys(git).length > 0 && { git }),
      },
    });
    if (resumed) this.#options.warn("The spool does not hold the beginning of this run; what it holds is tracked.");
  }

  #row(row: RowEntry, offset: number): void {
    const open = this.#open;
    const joins = open !== undefined && row.step === open.row.step && row.runtime - open.row.runtime <= MERGE_SECONDS;
    if (joins) {
      Object.assign(open.values, row.values);
      return;
    }
    this.closeRow();
    const fresh = { row, values: { ...row.values }, offset };
    if (row.step === undefined) this.#history(fresh);
    else this.#open = fresh;
  }

  #history({ row, values, offset }: OpenRow): void {
    const step = this.#nextStep(row, values);
    const items: RecordItem[] = [];
    for (const [key, value] of Object.entries(values)) {
      const shown = this.#shown(key, value, step, offset);
      for (const [name, each] of shown) {
        items.push(itemOf(name, each));
        this.#summary.observe(name, each, this.#metricOf(name));
      }
    }
    const own = { _step: step, _runtime: row.runtime, _timestamp: row.at / 1000 };
    for (const [name, value] of Object.entries(own)) {
      items.push(itemOf(name, value));
      this.#summary.set([name], value);
    }
    this.#summary.set(["_wandb", "runtime"], Math.round(row.runtime));
    this.#put({ history: { item: items, step: { number: step } } });
  }

  /** A step that has passed keeps its row, under the next step, with the caller's own as a metric. */
  #nextStep({ step }: RowEntry, values: Record<string, SpooledValue>): number {
    const next = this.#lastStep + 1;
    const isLate = step !== undefined && step < next;
    if (isLate) {
      this.#options.warn(
        `Step ${step} was logged after step ${this.#lastStep}; such rows are kept under the next step, with their own step as "step".`,
      );
      values["step"] = step;
    }
    this.#lastStep = step === undefined || isLate ? next : step;
    return this.#lastStep;
  }

  #summarise(key: string, value: SpooledValue, offset: number): void {
    for (const [name, each] of this.#shown(key, value, Math.max(this.#lastStep, 0), offset))
      this.#summary.set([name], each);
  }

  /** What stands in a row for a value; media become files. */
  #shown(key: string, value: SpooledValue, step: number, offset: number): (readonly [string, unknown])[] {
    const media = mediaOf(value);
    if (!media) return [[key, value]];
    const { entity, project, folders } = this.#options;
    const identity = { runId: this.#run?.runId ?? "", entity, project, key, step, offset };
    switch (media.kind) {
      case "histogram":
        return [[key, { _type: "histogram", values: media.counts, bins: media.edges }]];
      case "table":
        return this.#stored(key, () => storeTable(media, folders, identity));
      case "image":
        return this.#stored(key, () => storeImage(media, folders, identity));
      case "plot": {
        const tableKey = `${key}_table`;
        this.#chart(key, chartPanel(media, tableKey));
        return this.#stored(tableKey, () => storeTable(media.table, folders, { ...identity, key: tableKey }));
      }
    }
  }

  #chart(key: string, panel: unknown): void {
    if (this.#charts.has(key)) return;
    this.#charts.add(key);
    this.#put({ config: { update: [{ nestedKey: ["_wandb", "visualize", key], valueJson: wandbJson(panel) }] } });
  }

  #stored(key: string, store: () => StoredMedia): (readonly [string, unknown])[] {
    const stored = this.#attempt(key, store);
    if (!stored) return [];
    const { value, path, artifact } = stored;
    if (artifact) this.#put({ artifact });
    this.#put({ files: { files: [{ path, policy: 0, type: 2 }] } });
    return [[key, value]];
  }

  #file({ name, content }: FileEntry): void {
    const path = pathKey(name);
    const copied = this.#attempt(name, () => {
      copyStaged(content, this.#options.folders, path);
      return true;
    });
    if (copied) this.#put({ files: { files: [{ path, policy: 0 }] } });
  }

  #attempt<Stored>(name: string, store: () => Stored): Stored | undefined {
    try {
      return store();
    } catch (error) {
      this.#incomplete = true;
      this.#options.warn(`"${name}" could not be written for W&B: ${(error as Error).message}`);
      return undefined;
    }
  }

  #metric(metric: MetricEntry): void {
    this.#metrics.push(metric);
    const { name, stepMetric, summary = [], goal, hidden } = metric;
    const isGlob = name.endsWith("*");
    this.#put({
      metric: {
        ...(isGlob ? { globName: name } : { name }),
        ...(stepMetric !== undefined && { stepMetric }),
        options: { stepSync: stepMetric !== undefined, hidden: hidden === true, defined: true },
        ...(summary.length > 0 && { summary: Object.fromEntries(summary.map((kind) => [kind, true])) }),
        goal: goal === undefined ? 0 : goal === "minimize" ? 1 : 2,
      },
    });
  }

  #metricOf(name: string): MetricEntry | undefined {
    return this.#metrics.findLast(
      (metric) => metric.name === name || (metric.name.endsWith("*") && name.startsWith(metric.name.slice(0, -1))),
    );
  }

  #alert({ title, text, level, waitMs }: AlertEntry): void {
    this.#put({ alert: { title, text, level: level.toUpperCase(), waitMs } });
  }
}

function itemsOf(values: Readonly<Record<string, unknown>>): RecordItem[] {
  return Object.entries(values).map(([key, value]) => ({ key, valueJson: wandbJson(value) }));
}

function itemOf(key: string, value: unknown): RecordItem {
  return { nestedKey: [key], valueJson: wandbJson(value) };
}

function mediaOf(value: SpooledValue): TrackedHistogram | TrackedTable | TrackedPlot | SpooledImage | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value) || !("kind" in value)) return undefined;
  switch (value.kind) {
    case "histogram":
    case "table":
    case "plot":
    case "image":
      return value as TrackedHistogram | TrackedTable | TrackedPlot | SpooledImage;
    default:
      return undefined;
  }
}
