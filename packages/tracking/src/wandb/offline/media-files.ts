import { createHash } from "node:crypto";
import { copyFileSync, existsSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { TrackedTable } from "@mlops/core";
import { makeFolder } from "@mlops/store/make-folder";

import type { SpooledImage, StagedFile } from "../../entries/entry.ts";
import type { ArtifactRecord } from "../records/record.ts";
import { artifactDigest, base64Md5, clientId } from "./artifact-identity.ts";

/** Rows that W&B shows of a table in a run's history. */
const MOST_ROWS = 10_000;

export interface MediaFolders {
  /** The run's `files/`: what Files records name lies below it. */
  readonly files: string;
  /** Private copies for artifacts: the official client may delete or change what an artifact names. */
  readonly artifacts: string;
  /** Where the spool keeps copies of files. */
  readonly staging: string;
}

export interface StoredMedia {
  /** What stands in the row. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Path below `files/`, to be named in a Files record. */
  readonly path: string;
  readonly artifact?: ArtifactRecord;
}

interface MediaIdentity {
  readonly runId: string;
  readonly entity: string;
  readonly project: string;
  readonly key: string;
  readonly step: number;
  /** The entry's offset in the spool: the same media gets the same names whenever the log is made. */
  readonly offset: number;
}

/** Writes a table as a media file and as an artifact of type `run_table`, as W&B's own client does. */
export function storeTable(table: TrackedTable, folders: MediaFolders, identity: MediaIdentity): StoredMedia {
  const { runId, entity, project, key, step, offset } = identity;
  const columns = [...table.columns];
  const rows = table.rows.slice(0, MOST_ROWS).map((row) => row.map(finiteOrNull));
  const file = Buffer.from(JSON.stringify({ columns, data: rows }));
  const sha256 = createHash("sha256").update(file).digest("hex");
  const path = `media/table/${pathKey(key)}_${step}_${sha256.slice(0, 20)}.table.json`;
  writeOnce(join(folders.files, path), file);

  const shape = { ncols: columns.length, nrows: rows.length, log_mode: "IMMUTABLE" };
  const content = Buffer.from(
    JSON.stringify({ _type: "table", column_types: columnTypes(columns, rows), columns, data: rows, ...shape }),
  );
  const localPath = join(folders.artifacts, createHash("sha256").update(content).digest("hex"));
  writeOnce(localPath, content);
  const entry = `${key}.table.json`;
  const digest = base64Md5(content);
  const ownId = clientId(`${runId}|${key}|${offset}`);
  const sequenceId = clientId(`${runId}|${key}`);
  return {
    path,
    value: {
      _type: "table-file",
      path,
      sha256,
      size: file.length,
      ...shape,
      artifact_path: `wandb-client-artifact://${ownId}/${entry}`,
      _latest_artifact_path: `wandb-client-artifact://${sequenceId}:latest/${entry}`,
    },
    artifact: {
      runId,
      project,
      entity,
      type: "run_table",
      name: artifactName(`run-${runId}-${key}`),
      digest: artifactDigest([{ path: entry, digest }]),
      aliases: ["latest"],
      manifest: {
        version: 1,
        storagePolicy: "wandb-storage-policy-v1",
        storagePolicyConfig: [{ key: "storageLayout", valueJson: '"V2"' }],
        contents: [{ path: entry, digest, size: content.length, localPath }],
      },
      finalize: true,
      clientId: ownId,
      sequenceClientId: sequenceId,
    },
  };
}

export function storeImage(image: SpooledImage, folders: MediaFolders, { key, step }: MediaIdentity): StoredMedia {
  const { content, format, width, height, caption } = image;
  const path = `media/images/${pathKey(key)}_${step}_${content.sha256.slice(0, 20)}.${format}`;
  copyStaged(content, folders, path);
  return {
    path,
    value: {
      _type: "image-file",
      path,
      sha256: content.sha256,
      size: content.size,
      format,
      ...(width !== null && { width }),
      ...(height !== null && { height }),
      ...(caption !== undefined && { caption }),
    },
  };
}

/** @throws the system's error where the staged copy is gone */
export function copyStaged(content: StagedFile, folders: MediaFolders, path: string): void {
  const target = join(folders.files, path);
  makeFolder(dirname(target));
  copyFileSync(join(folders.staging, content.staged), `${target}.tmp`);
  renameSync(`${target}.tmp`, target);
}

function writeOnce(path: string, bytes: Uint8Array): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  writeFileSync(`${path}.tmp`, bytes);
  renameSync(`${path}.tmp`, path);
}

/** Slashes group media in folders; nothing climbs out of them, and no part is hidden or unusable on another system. */
export function pathKey(key: string): string {
  const parts = key.split("/").map((part) => part.replace(/[\\:*?"<>|]/g, "-").replace(/^\.+/, "-"));
  return parts.filter((part) => part !== "").join("/") || "value";
}

/** W&B allows these characters and this length. */
function artifactName(name: string): string {
  const allowed = name.replace(/[^A-Za-z0-9_.-]/g, "_");
  return allowed.length <= 128 ? allowed : `${allowed.slice(0, 63)}..${allowed.slice(-63)}`;
}

function finiteOrNull(value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}

function columnTypes(columns: readonly string[], rows: readonly (readonly unknown[])[]): unknown {
  const types = columns.map((name, index) => {
    const kinds = new Set(rows.map((row) => typeName(row[index])));
    kinds.add("none");
    const allowed = [...kinds].toSorted().map((wb_type) => ({ wb_type }));
    return [name, { params: { allowed_types: allowed }, wb_type: "union" }];
  });
  return { params: { type_map: Object.fromEntries(types) as unknown }, wb_type: "typedDict" };
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return "none";
  return typeof value === "boolean" ? "boolean" : typeof value === "number" ? "number" : "string";
}
