import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

import { canonicalJson, type FitCheckpoints, type JsonValue } from "@mlops/core";

import { type PackedState, packState, unpackState } from "../estimator/packed-state.ts";
import type { CheckpointPlace } from "./training-message.ts";

/** Raised with a change that older versions cannot read; every earlier one is read. */
const FORMAT = "mlops.checkpoint/1";
const DIGEST_BYTES = 32;
const LENGTH_BYTES = 4;

interface CheckpointHeader {
  readonly format: string;
  /** SHA-256 of the task: another task's checkpoint is none. */
  readonly task: string;
  readonly progress: JsonValue;
  readonly blocks: readonly { readonly digest: string; readonly bytes: number }[];
}

/**
 * The checkpoints of a fit in one file: SHA-256 of what follows, header length, header as JSON, byte blocks. It is replaced
 * by rename after an fsync, so that a kill at any instant leaves the last one or the new one. A file that is damaged, or of
 * another task (data, options, seed, threads), counts as none.
 */
export function checkpointFile({ path, intervalMs }: CheckpointPlace, task: object): FitCheckpoints {
  const digest = taskDigest(task);
  let last = performance.now();
  return {
    load: () => readCheckpoint(path, digest),
    isDue: () => performance.now() - last >= intervalMs,
    save(progress) {
      writeCheckpoint(path, digest, packState(progress));
      last = performance.now();
    },
  };
}

function taskDigest(task: object): string {
  return createHash("sha256")
    .update(canonicalJson(packState(task).json))
    .digest("hex");
}

function writeCheckpoint(path: string, task: string, { json, blocks }: PackedState): void {
  const header: CheckpointHeader = {
    format: FORMAT,
    task,
    progress: json,
    blocks: [...blocks].map(([digest, { length }]) => ({ digest, bytes: length })),
  };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(text.length);
  const parts = [length, text, ...blocks.values()];
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  const temporary = `${path}.${process.pid}.tmp`;
  const fd = openSync(temporary, "w", 0o600);
  try {
    for (const part of [hash.digest(), ...parts]) writeWhole(fd, part);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

function readCheckpoint(path: string, task: string): object | undefined {
  const bytes = readIfThere(path);
  if (bytes === undefined || bytes.length < DIGEST_BYTES + LENGTH_BYTES) return undefined;
  const body = bytes.subarray(DIGEST_BYTES);
  if (!createHash("sha256").update(body).digest().equals(bytes.subarray(0, DIGEST_BYTES))) return undefined;
  const end = LENGTH_BYTES + body.readUInt32LE();
  const header = JSON.parse(body.toString("utf8", LENGTH_BYTES, end)) as CheckpointHeader;
  if (header.format !== FORMAT || header.task !== task) return undefined;
  let offset = end;
  const blocks = new Map(
    header.blocks.map(({ digest, bytes: size }) => [digest, body.subarray(offset, (offset += size))]),
  );
  return unpackState({ json: header.progress, blocks });
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
}

function syncFolder(folder: string): void {
  const fd = openSync(folder, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
