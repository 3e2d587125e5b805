import {
  decodeMessage,
  encodeMessage,
  flag,
  integer,
  message,
  type MessageOf,
  messages,
  text,
  texts,
} from "./message.ts";

/**
 * The part of W&B's record schema (`wandb_internal.proto`) that this product writes and reads; field numbers only grow
 * there, so that what is known stays as it is. Names are this product's.
 */
const timestamp = { seconds: integer(1), nanos: integer(2) };
/** One value of a row, a summary or a configuration: under a key, or under a path of keys. */
const item = { key: text(1), nestedKey: texts(2), valueJson: text(16) };
const removal = { key: text(1), nestedKey: texts(2) };
const keyedItem = { key: text(1), valueJson: text(16) };
const config = { update: messages(1, item), remove: messages(2, removal) };
const git = { remoteUrl: text(1), commit: text(2) };

const run = {
  runId: text(1),
  entity: text(2),
  project: text(3),
  config: message(4, config),
  runGroup: text(6),
  jobType: text(7),
  displayName: text(8),
  notes: text(9),
  tags: texts(10),
  sweepId: text(12),
  host: text(13),
  startTime: message(17, timestamp),
  git: message(21, git),
};
const manifestEntry = { path: text(1), digest: text(2), reference: text(3), size: integer(4), localPath: text(6) };
const manifest = {
  version: integer(1),
  storagePolicy: text(2),
  storagePolicyConfig: messages(3, { key: text(1), valueJson: text(2) }),
  contents: messages(4, manifestEntry),
};
const artifact = {
  runId: text(1),
  project: text(2),
  entity: text(3),
  type: text(4),
  name: text(5),
  digest: text(6),
  description: text(7),
  metadata: text(8),
  userCreated: flag(9),
  aliases: texts(11),
  manifest: message(12, manifest),
  finalize: flag(14),
  clientId: text(15),
  sequenceClientId: text(16),
  tags: texts(19),
};
const metric = {
  name: text(1),
  globName: text(2),
  stepMetric: text(4),
  options: message(6, { stepSync: flag(1), hidden: flag(2), defined: flag(3) }),
  summary: message(7, {
    min: flag(1),
    max: flag(2),
    mean: flag(3),
    best: flag(4),
    last: flag(5),
    none: flag(6),
    copy: flag(7),
    first: flag(8),
  }),
  goal: integer(8),
};
const environment = {
  os: text(1),
  startedAt: message(3, timestamp),
  args: texts(5),
  program: text(6),
  git: message(9, git),
  host: text(12),
  executable: text(14),
  cpuCount: integer(16),
  cpuCountLogical: integer(17),
  memory: message(21, { total: integer(1) }),
  writerId: text(199),
};

const record = {
  number: integer(1),
  history: message(2, { item: messages(1, item), step: message(2, { number: integer(1) }) }),
  summary: message(3, { update: messages(1, item), remove: messages(2, removal) }),
  config: message(5, config),
  files: message(6, { files: messages(1, { path: text(1), policy: integer(2), type: integer(3) }) }),
  stats: message(7, { timestamp: message(2, timestamp), item: messages(3, keyedItem) }),
  artifact: message(8, artifact),
  alert: message(10, { title: text(1), text: text(2), level: text(3), waitMs: integer(4) }),
  metric: message(12, metric),
  output: message(13, { outputType: integer(1), timestamp: message(2, timestamp), line: text(3) }),
  run: message(17, run),
  exit: message(18, { exitCode: integer(1), runtime: integer(2) }),
  header: message(21, { versionInfo: message(1, { producer: text(1), minConsumer: text(2) }) }),
  environment: message(26, environment),
};

export type WandbRecord = MessageOf<typeof record>;
export type RecordBody = Omit<WandbRecord, "number">;
export type RecordItem = MessageOf<typeof item>;
export type RunRecord = MessageOf<typeof run>;
export type MetricRecord = MessageOf<typeof metric>;
export type EnvironmentRecord = MessageOf<typeof environment>;
export type ArtifactRecord = MessageOf<typeof artifact>;

export function encodeRecord(value: WandbRecord): Uint8Array {
  return encodeMessage(record, value);
}

/** @throws Error where the bytes are no record */
export function decodeRecord(bytes: Uint8Array): WandbRecord {
  return decodeMessage(record, bytes);
}

export function timestampOf(milliseconds: number): MessageOf<typeof timestamp> {
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanos: Math.round((milliseconds - seconds * 1000) * 1e6) };
}

export function millisecondsOf(value: MessageOf<typeof timestamp> | undefined): number | undefined {
  return value === undefined ? undefined : (value.seconds ?? 0) * 1000 + Math.round((value.nanos ?? 0) / 1e6);
}
