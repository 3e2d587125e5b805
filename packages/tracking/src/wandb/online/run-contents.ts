import { millisecondsOf, type ArtifactRecord, type RunRecord, type WandbRecord } from "../records/record.ts";
import { pathOf, RawJson } from "./raw-json.ts";
import { RunConfig } from "./run-config.ts";
import type { UploadState } from "./upload-state.ts";

/** Of the console only so many of its last characters are kept for `output.log`; its lines are sent as they come. */
const LONGEST_CONSOLE = 16 * 1024 * 1024;
/** W&B's server takes no longer line. */
export const LONGEST_LINE = 10_383_360;

export interface AlertContent {
  readonly title: string;
  readonly text: string;
  readonly level: string;
  readonly waitMs: number;
}

/** What a log says of its run, as far as it was read: what stands for itself, and what waits to be sent. */
export class RunContents {
  run: RunRecord | undefined;
  readonly config = new RunConfig();
  readonly summary = new RawJson();
  exit: { readonly exitCode: number } | undefined;

  history: string[] = [];
  events: string[] = [];
  output: string[] = [];
  alerts: AlertContent[] = [];
  artifacts: ArtifactRecord[] = [];
  files: string[] = [];
  /** All lines of the console, for `output.log`. */
  console = "";
  configChanged = false;
  summaryChanged = false;
  bytes = 0;
  readonly warnings: string[] = [];

  readonly #sent: UploadState;
  readonly #seen = { history: 0, events: 0, output: 0, alerts: 0, artifacts: 0 };
  readonly #unfinished = { out: "", error: "" };

  constructor(sent: UploadState) {
    this.#sent = sent;
  }

  add(record: WandbRecord): void {
    if (record.run) this.#begin(record.run);
    if (record.config) this.#configure(() => this.config.update(record.config ?? {}));
    if (record.metric) this.#configure(() => this.config.define(record.metric ?? {}));
    if (record.environment) this.#configure(() => this.config.describe(record.environment ?? {}));
    if (record.summary) this.#summarise(record.summary);
    if (record.history) this.#row(record.history);
    if (record.stats) this.#event(record.stats);
    if (record.output) this.#print(record.output);
    if (record.alert) this.#alert(record.alert);
    if (record.artifact) this.#count("artifacts", () => this.artifacts.push(record.artifact ?? {}));
    for (const { path = "" } of record.files?.files ?? []) this.files.push(path);
    if (record.exit) this.exit = { exitCode: record.exit.exitCode ?? 0 };
  }

  #begin(run: RunRecord): void {
    this.run = run;
    this.#configure(() => this.config.update(run.config ?? {}));
  }

  #configure(change: () => void): void {
    change();
    this.configChanged = true;
  }

  #summarise({ update = [], remove = [] }: NonNullable<WandbRecord["summary"]>): void {
    for (const item of update) {
      // W&B's own client leaves nothings out of a summary.
      if (item.valueJson === "null") this.summary.delete(pathOf(item));
      else this.summary.set(item);
    }
    for (const item of remove) this.summary.delete(pathOf(item));
    this.summaryChanged = true;
  }

  #row({ item = [] }: NonNullable<WandbRecord["history"]>): void {
    const row = new RawJson();
    const bad = item.filter((each) => !row.set(each));
    if (bad.length > 0) this.warnings.push(`${bad.length} values of a row are no JSON and were left out.`);
    const line = row.toString();
    if (Buffer.byteLength(line) > LONGEST_LINE) {
      this.warnings.push(`A row of ${line.length} characters is longer than W&B takes and was left out.`);
      return;
    }
    this.#count("history", () => this.#line(this.history, line));
  }

  #event({ timestamp, item = [] }: NonNullable<WandbRecord["stats"]>): void {
    const at = millisecondsOf(timestamp) ?? 0;
    const began = millisecondsOf(this.run?.startTime) ?? at;
    const event = new RawJson();
    for (const { key = "", valueJson = "" } of item) event.set({ key: `system.${key}`, valueJson });
    event.set({ key: "_wandb", valueJson: "true" });
    event.set({ key: "_timestamp", valueJson: String(at / 1000) });
    event.set({ key: "_runtime", valueJson: String(Math.max(0, at - began) / 1000) });
    this.#count("events", () => this.#line(this.events, event.toString()));
  }

  /** A line is sent once its end was printed; what a carriage return overwrote is not shown. */
  #print({ outputType = 0, timestamp, line = "" }: NonNullable<WandbRecord["output"]>): void {
    const stream = outputType === 1 ? "out" : "error";
    const lines = (this.#unfinished[stream] + line).split("\n");
    this.#unfinished[stream] = lines.pop() ?? "";
    const at = new Date(millisecondsOf(timestamp) ?? 0).toISOString().replace("Z", "000");
    for (const each of lines) {
      const text = each.slice(each.lastIndexOf("\r") + 1);
      this.console = `${this.console}${text}\n`.slice(-LONGEST_CONSOLE);
      this.#count("output", () => this.#line(this.output, `${stream === "error" ? "ERROR " : ""}${at} ${text}`));
    }
  }

  #alert({ title = "", text = "", level = "INFO", waitMs = 0 }: NonNullable<WandbRecord["alert"]>): void {
    this.#count("alerts", () => this.alerts.push({ title, text, level, waitMs }));
  }

  #line(lines: string[], line: string): void {
    lines.push(line);
    this.bytes += line.length;
  }

  /** What the server has confirmed before is passed over. */
  #count(kind: keyof UploadState & ("history" | "events" | "output" | "alerts" | "artifacts"), take: () => void): void {
    this.#seen[kind]++;
    if (this.#seen[kind] > this.#sent[kind]) take();
  }
}
