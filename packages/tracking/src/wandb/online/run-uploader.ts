import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type LogReader } from "../log/log-reader.ts";
import { decodeRecord } from "../records/record.ts";
import { answerOf, runAnswer, runFilesAnswer } from "./answers.ts";
import { patiently, type Patience } from "./patience.ts";
import { CREATE_RUN_FILES, NOTIFY_ALERT, UPSERT_RUN } from "./queries.ts";
import { runVariables } from "./run-config.ts";
import { RunContents } from "./run-contents.ts";
import { MissingFile, uploadArtifact } from "./upload-artifact.ts";
import type { UploadState } from "./upload-state.ts";
import type { WandbApi } from "./wandb-api.ts";

export interface UploaderOptions {
  readonly api: WandbApi;
  readonly reader: LogReader;
  /** The run's folder: `files/` lies in it. */
  readonly folder: string;
  /** It is changed as the server confirms. */
  readonly state: UploadState;
  readonly save: (state: UploadState) => void;
  readonly patience: Patience;
  readonly warn: (text: string) => void;
  /** Somebody pressed Stop on the run's page. */
  readonly onStop: () => void;
}

export interface RunPlace {
  readonly entity: string;
  readonly project: string;
  readonly runId: string;
}

const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_LINES = 10_000;
const FILES_AT_ONCE = 50;

/**
 * Sends what a log holds to W&B, in the order of the log, and remembers what the server confirmed. Lines go to places
 * that their number gives, so that sending them again changes nothing.
 */
export class RunUploader {
  readonly #options: UploaderOptions;
  readonly #contents: RunContents;
  /** Files of the log that are not there. */
  readonly missing: string[] = [];
  /** Where the server put the run. */
  place: RunPlace | undefined;
  /** Places of the log that could not be read. */
  damaged = 0;
  #sentAnything = false;

  constructor(options: UploaderOptions) {
    this.#options = options;
    this.#contents = new RunContents({ ...options.state, files: [...options.state.files] });
  }

  get ended(): boolean {
    return this.#contents.exit !== undefined;
  }

  /** Sends all that the log holds now. @throws ApiError, or what the signal aborts with */
  async pump(): Promise<void> {
    for (;;) {
      const more = this.#read();
      if (this.#contents.run === undefined) return;
      const isIdle = !this.#hasNews();
      if (isIdle && this.#sentAnything) return;
      await this.#send();
      if (!more) return;
    }
  }

  /** Tells the server that the run still works. */
  async heartbeat(): Promise<void> {
    if (this.place) await this.#post({});
  }

  /**
   * Sends the rest, the files that describe the run, and its end.
   *
   * @param exitCode of a run whose log has no end: it did not get there
   */
  async finish(exitCode: number): Promise<void> {
    await this.pump();
    if (!this.place) return;
    const described = await this.#uploadFiles(this.#descriptions());
    await this.#post({
      ...(described.length > 0 && { uploaded: described }),
      complete: true,
      exitcode: this.#contents.exit?.exitCode ?? exitCode,
    });
  }

  /** True while the log has more than a batch takes. */
  #read(): boolean {
    const contents = this.#contents;
    for (let lines = 0; contents.bytes < BATCH_BYTES && lines < BATCH_LINES; lines++) {
      const item = this.#options.reader.next();
      if (item === undefined) return false;
      if (item.kind === "damage") {
        this.damaged++;
        this.#options.warn(`The log is damaged at byte ${item.offset}: ${item.reason}.`);
        continue;
      }
      contents.add(decodeRecord(item.bytes));
    }
    for (const warning of contents.warnings.splice(0)) this.#options.warn(warning);
    return true;
  }

  #hasNews(): boolean {
    const { history, events, output, alerts, artifacts, files, configChanged, summaryChanged } = this.#contents;
    const lists = [history, events, output, alerts, artifacts, this.#unsentFiles(files)];
    return configChanged || summaryChanged || lists.some((list) => list.length > 0);
  }

  async #send(): Promise<void> {
    const { state, save } = this.#options;
    const contents = this.#contents;
    await this.#upsert();
    await this.#sendArtifacts();
    await this.#sendAlerts();
    const files = this.#unsentFiles(contents.files).map((name) => ({
      name,
      path: join(this.#options.folder, "files", name),
    }));
    const uploaded = await this.#uploadFiles(files.filter((file) => this.#isThere(file)));
    const { history, events, output } = contents;
    const lines = (offset: number, content: readonly string[]) =>
      content.length === 0 ? undefined : { offset, content };
    await this.#post({
      files: {
        "wandb-history.jsonl": lines(state.history, history),
        "wandb-events.jsonl": lines(state.events, events),
        "output.log": lines(state.output, output),
        ...(contents.summaryChanged && { "wandb-summary.json": { offset: 0, content: [contents.summary.toString()] } }),
      },
      ...(uploaded.length > 0 && { uploaded }),
    });
    state.history += history.length;
    state.events += events.length;
    state.output += output.length;
    state.files.push(...uploaded);
    Object.assign(contents, { history: [], events: [], output: [], files: [], summaryChanged: false, bytes: 0 });
    this.#sentAnything = true;
    save(state);
  }

  async #upsert(): Promise<void> {
    const { run, config } = this.#contents;
    if (!run || (this.place && !this.#contents.configChanged)) return;
    const runId = run.runId ?? "";
    const known = this.place ? {} : runVariables(run, config.metadata());
    const variables = {
      name: runId,
      entity: this.place?.entity ?? (run.entity || null),
      project: this.place?.project ?? (run.project || null),
      config: config.toString(),
      ...known,
    };
    const data = await this.#ask("UpsertBucket", UPSERT_RUN, variables);
    const { project } = answerOf(runAnswer, data, "UpsertBucket").upsertBucket.bucket;
    this.place ??= {
      runId,
      entity: project?.entity.name ?? run.entity ?? "",
      project: project?.name ?? run.project ?? "",
    };
    Object.assign(this.#options.state, { entity: this.place.entity, project: this.place.project });
    this.#contents.configChanged = false;
  }

  async #sendArtifacts(): Promise<void> {
    const { api, folder, state, patience, save } = this.#options;
    const { artifacts } = this.#contents;
    const place = this.place;
    if (!place) return;
    let allSent = this.missing.length === 0;
    for (let artifact = artifacts[0]; artifact; artifact = artifacts[0]) {
      const current = artifact;
      try {
        await patiently(() => uploadArtifact(api, current, { ...place, folder }), patience);
      } catch (error) {
        if (!(error instanceof MissingFile)) throw error;
        this.#miss(error.path);
        allSent = false;
      }
      artifacts.shift();
      // What lacks a file is asked for again by a later sync, and so is all that follows it: the server knows it by digest.
      if (!allSent) continue;
      state.artifacts++;
      save(state);
    }
  }

  async #sendAlerts(): Promise<void> {
    const { alerts } = this.#contents;
    const { state, save } = this.#options;
    for (let alert = alerts[0]; alert; alert = alerts[0]) {
      const { title, text, level, waitMs } = alert;
      await this.#ask("NotifyScriptableRunAlert", NOTIFY_ALERT, {
        entityName: this.place?.entity,
        projectName: this.place?.project,
        runName: this.place?.runId,
        title,
        text,
        severity: level,
        waitDuration: waitMs,
      });
      alerts.shift();
      state.alerts++;
      save(state);
    }
  }

  #unsentFiles(files: readonly string[]): string[] {
    return [...new Set(files)].filter((name) => !this.#options.state.files.includes(name));
  }

  #isThere({ path }: { readonly path: string }): boolean {
    if (existsSync(path)) return true;
    this.#miss(path);
    return false;
  }

  #miss(path: string): void {
    if (this.missing.includes(path)) return;
    this.missing.push(path);
    this.#options.warn(`The file ${path} is missing: it cannot be sent.`);
  }

  /** Names of what was uploaded. */
  async #uploadFiles(
    files: readonly { readonly name: string; readonly path?: string; readonly content?: string }[],
  ): Promise<string[]> {
    const uploaded: string[] = [];
    for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
      const group = files.slice(at, at + FILES_AT_ONCE);
      const variables = {
        entity: this.place?.entity,
        project: this.place?.project,
        run: this.place?.runId,
        files: group.map(({ name }) => name),
      };
      const data = await this.#ask("CreateRunFiles", CREATE_RUN_FILES, variables);
      const answer = answerOf(runFilesAnswer, data, "CreateRunFiles").createRunFiles;
      for (const { name, path = "", content } of group) {
        const url = answer.files.find((file) => file.name === name)?.uploadUrl;
        const bytes = content === undefined ? readFileSync(path) : Buffer.from(content);
        const { api, patience } = this.#options;
        if (url) await patiently(() => api.upload(url, answer.uploadHeaders, bytes), patience);
        uploaded.push(name);
      }
    }
    return uploaded;
  }

  /** The files by which W&B shows a run outside its charts. JSON is YAML too. */
  #descriptions() {
    const { config, summary, console } = this.#contents;
    const metadata = `${JSON.stringify(config.metadata(), null, 2)}\n`;
    return [
      { name: "config.yaml", content: `${config.toString()}\n` },
      { name: "wandb-summary.json", content: summary.toString() },
      { name: "wandb-metadata.json", content: metadata },
      ...(console === "" ? [] : [{ name: "output.log", content: console }]),
    ];
  }

  async #ask(operation: string, query: string, variables: Readonly<Record<string, unknown>>) {
    const { api, patience } = this.#options;
    return patiently(() => api.graphql(operation, query, variables), patience);
  }

  async #post(body: Readonly<Record<string, unknown>>): Promise<void> {
    const { api, patience, onStop } = this.#options;
    const { entity = "", project = "", runId = "" } = this.place ?? {};
    const { stopped, waitMs } = await patiently(() => api.fileStream(entity, project, runId, body), patience);
    if (stopped) onStop();
    if (waitMs > 0) await patience.clock.sleep(waitMs, patience.signal);
  }
}
