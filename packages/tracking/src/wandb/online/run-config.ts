import type { EnvironmentRecord, MetricRecord, RecordItem, RunRecord, WandbRecord } from "../records/record.ts";
import { millisecondsOf } from "../records/record.ts";
import { pathOf, RawJson } from "./raw-json.ts";

const METRIC_OPTIONS = { stepSync: 1, hidden: 2, defined: 3 } as const;
const METRIC_SUMMARIES = { min: 1, max: 2, mean: 3, best: 4, last: 5, none: 6, copy: 7, first: 8 } as const;

/** A run's configuration as the server keeps it: each key's value, and W&B's own part under `_wandb`. */
export class RunConfig {
  readonly #values = new RawJson();
  /** What other records put under `_wandb`. */
  readonly #own = new RawJson();
  readonly #metrics: MetricRecord[] = [];
  #environment: EnvironmentRecord = {};

  update({ update = [], remove = [] }: NonNullable<WandbRecord["config"]>): void {
    for (const item of update) this.#update(item);
    for (const item of remove) this.#values.delete(pathOf(item));
  }

  define(metric: MetricRecord): void {
    const known = this.#metrics.findIndex(({ name }) => name !== undefined && name === metric.name);
    if (known === -1) this.#metrics.push(metric);
    else this.#metrics[known] = metric;
  }

  describe(environment: EnvironmentRecord): void {
    this.#environment = { ...this.#environment, ...environment };
  }

  /** `{"lr":{"value":0.1},"_wandb":{"value":{…}}}` */
  toString(): string {
    const values = this.#values.entries().map(([key, json]) => `${JSON.stringify(key)}:{"value":${json}}`);
    const own = [
      `"t":{}`,
      `"m":${JSON.stringify(this.#metricFields())}`,
      ...(this.#environment.writerId === undefined
        ? []
        : [`"e":{${JSON.stringify(this.#environment.writerId)}:${JSON.stringify(this.metadata())}}`]),
      ...this.#own.entries().map(([key, json]) => `${JSON.stringify(key)}:${json}`),
    ];
    return `{${[...values, `"_wandb":{"value":{${own.join(",")}}}`].join(",")}}`;
  }

  /** Content of `wandb-metadata.json`. */
  metadata(): Record<string, unknown> {
    const { os, startedAt, args, program, git, host, executable, cpuCount, cpuCountLogical, memory, writerId } =
      this.#environment;
    const started = millisecondsOf(startedAt);
    return {
      ...(os !== undefined && { os }),
      ...(started !== undefined && { startedAt: new Date(started).toISOString() }),
      ...(args !== undefined && { args }),
      ...(program !== undefined && { program }),
      ...(git && { git: { remote: git.remoteUrl ?? "", commit: git.commit ?? "" } }),
      ...(host !== undefined && { host }),
      ...(executable !== undefined && { executable }),
      ...(cpuCount !== undefined && { cpu_count: cpuCount }),
      ...(cpuCountLogical !== undefined && { cpu_count_logical: cpuCountLogical }),
      ...(memory?.total !== undefined && { memory: { total: String(memory.total) } }),
      ...(writerId !== undefined && { writerId }),
    };
  }

  #update(item: RecordItem): void {
    const path = pathOf(item);
    if (path[0] !== "_wandb") this.#values.set(item);
    else if (path.length > 1) this.#own.set({ nestedKey: path.slice(1), valueJson: item.valueJson ?? "" });
  }

  /** Metrics by W&B's field numbers; the step metric by its place in this list, from 1. Patterns are no metrics. */
  #metricFields(): unknown[] {
    const named = this.#metrics.filter(({ name }) => name !== undefined);
    return named.map(({ name, stepMetric, options = {}, summary = {}, goal = 0 }) => {
      const step = named.findIndex((other) => other.name === stepMetric) + 1;
      return {
        1: name,
        ...(step > 0 && { 5: step }),
        6: numbersOf(METRIC_OPTIONS, options),
        7: numbersOf(METRIC_SUMMARIES, summary),
        ...(goal !== 0 && { 8: goal }),
      };
    });
  }
}

/** What a run's first record says, for UpsertBucket. */
export function runVariables(run: RunRecord, environment: Record<string, unknown>): Record<string, unknown> {
  const { displayName, runGroup, jobType, notes, tags, host, sweepId, git } = run;
  const some = (text: string | undefined): string | null => (text === undefined || text === "" ? null : text);
  return {
    displayName: some(displayName),
    groupName: some(runGroup),
    jobType: some(jobType),
    notes: some(notes),
    tags: tags ?? [],
    host: some(host),
    sweep: some(sweepId),
    commit: some(git?.commit),
    repo: some(git?.remoteUrl),
    program: some(typeof environment["program"] === "string" ? environment["program"] : undefined),
  };
}

function numbersOf(numbers: Readonly<Record<string, number>>, flags: Readonly<Record<string, unknown>>): number[] {
  return Object.entries(numbers).flatMap(([name, number]) => (flags[name] === true ? [number] : []));
}
