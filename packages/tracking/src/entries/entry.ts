import type { JsonObject, TrackedHistogram, TrackedPlot, TrackedScalar, TrackedTable } from "@mlops/core";

/**
 * What a run's spool holds, in order. Everything that a tracker can show of a run follows from its entries alone, so that
 * each tracker can be brought up to date at any later time. `at` is the machine's UTC milliseconds, `runtime` seconds of
 * the run over all its processes.
 */
export type Entry =
  | StartEntry
  | RowEntry
  | { readonly type: "config"; readonly values: JsonObject }
  | { readonly type: "summary"; readonly values: Readonly<Record<string, SpooledValue>> }
  | MetricEntry
  | AlertEntry
  | OutputEntry
  | FileEntry
  | SystemEntry
  | EndEntry;

/** Begins the run, and again whenever a later process goes on with it. */
export interface StartEntry {
  readonly type: "start";
  readonly at: number;
  readonly runtime: number;
  readonly resumed: boolean;
  readonly run: RunDescription;
  readonly environment: RunEnvironment;
}

export interface RunDescription {
  readonly runId: string;
  readonly name: string;
  /** `realtime_inference`, `training`: what kind of work the run is. */
  readonly jobType: string;
  readonly group?: string;
  readonly notes?: string;
  readonly tags: readonly string[];
  readonly config: JsonObject;
}

/** The machine and program of a run; nothing of it is secret, and paths are left out. */
export interface RunEnvironment {
  readonly os: string;
  readonly node: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly host?: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly gitCommit?: string;
  readonly gitRemote?: string;
}

export interface RowEntry {
  readonly type: "row";
  readonly at: number;
  readonly runtime: number;
  readonly values: Readonly<Record<string, SpooledValue>>;
  /** The caller's own step; rows of one step that follow each other at once are one row. */
  readonly step?: number;
  /** The same thing is logged once: a later entry with the same key is not taken. */
  readonly key?: string;
}

export interface MetricEntry {
  readonly type: "metric";
  /** A name, or a pattern that ends with `*`. */
  readonly name: string;
  readonly stepMetric?: string;
  readonly summary?: readonly ("min" | "max" | "mean" | "best" | "last" | "first" | "copy" | "none")[];
  readonly goal?: "minimize" | "maximize";
  readonly hidden?: boolean;
}

export interface AlertEntry {
  readonly type: "alert";
  readonly at: number;
  readonly level: "info" | "warn" | "error";
  readonly title: string;
  readonly text: string;
  /** An alert with the same title is not sent again for so long. */
  readonly waitMs: number;
}

export interface OutputEntry {
  readonly type: "output";
  readonly at: number;
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

export interface FileEntry {
  readonly type: "file";
  /** Name under which trackers show it, with forward slashes. */
  readonly name: string;
  readonly content: StagedFile;
}

/** System metrics by the names that W&B knows: `cpu`, `memory_percent`, `disk./.usagePercent`, `gpu.0.gpu`. */
export interface SystemEntry {
  readonly type: "system";
  readonly at: number;
  readonly runtime: number;
  readonly values: Readonly<Record<string, number>>;
}

export interface EndEntry {
  readonly type: "end";
  readonly at: number;
  readonly runtime: number;
  readonly exitCode: number;
}

/** A copy of a file in the spool's own folder: the user's file may change or go. */
export interface StagedFile {
  /** File name below `staging/`. */
  readonly staged: string;
  readonly sha256: string;
  readonly size: number;
}

export interface SpooledImage {
  readonly kind: "image";
  readonly content: StagedFile;
  readonly format: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly caption?: string;
}

export type SpooledValue = TrackedScalar | TrackedHistogram | TrackedTable | TrackedPlot | SpooledImage | NestedValue;
/** Plain lists and maps, as callers of the library log them. */
export type NestedValue = readonly SpooledValue[] | { readonly [key: string]: SpooledValue };

/** An entry and where its frame lies in the spool: its identity, the same for every reader. */
export interface PlacedEntry {
  readonly offset: number;
  readonly entry: Entry;
}
