import { existsSync } from "node:fs";
import { link, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { formatInstant, type Instant, MlopsError, throwIfCancelled } from "@mlops/core";

import { Connection } from "../sqlite/connection.ts";
import { readSchemaVersion } from "../sqlite/open-database.ts";
import { translateStoreError } from "../sqlite/sqlite-errors.ts";
import { type BackupManifest, manifestPathOf } from "./backup-manifest.ts";
import { copyByDigest, digestOfFile, flushFile } from "./file-digest.ts";
import { countSoundDocuments } from "./read-documents.ts";
import { stampOf } from "./stamp.ts";

export interface BackupRequest {
  /** State folder with `store.db` and `blobs/`. */
  readonly home: string;
  /** Where backups are kept; made where it is missing. */
  readonly folder: string;
  /** Machine time. */
  readonly takenAt: Instant;
  readonly madeBy: string;
  /** Text for temporary names that no other process uses. */
  readonly unique: string;
  readonly signal?: AbortSignal;
}

export interface SqliteBackup {
  readonly path: string;
  readonly manifestPath: string;
  readonly manifest: BackupManifest;
}

/**
 * Backs up a store in a folder, while other processes may use it: documents as of one instant, then the blobs, which
 * are stored before the documents that refer to them. The schema is left as it is, whatever its version.
 *
 * The database is read back whole before it gets its name, and its name comes last: a backup with a name is complete.
 * Blobs are shared by the backups of a folder, so that only new ones take time and space.
 *
 * @throws MlopsError FILE_NOT_FOUND, STORE_EXISTS, STORE_DAMAGED, STORE_DOCUMENT_DAMAGED, STORE_BLOB_DAMAGED
 */
export async function backupSqlite(request: BackupRequest): Promise<SqliteBackup> {
  const { home, folder, takenAt, unique } = request;
  const source = join(home, "store.db");
  if (!existsSync(source)) throw new MlopsError("FILE_NOT_FOUND", `There is no store to back up: ${source}.`);
  const path = join(folder, `store-${stampOf(takenAt)}.db`);
  const partial = `${path}.${unique}.partial`;
  try {
    await mkdir(folder, { recursive: true });
    snapshot(source, partial);
    const facts = readBack(partial, request.signal);
    await flushFile(partial);
    const manifest: BackupManifest = {
      schema: "mlops.store-backup-manifest/v1",
      takenAt: formatInstant(takenAt),
      madeBy: request.madeBy,
      driver: "sqlite",
      schemaVersion: facts.schemaVersion,
      database: {
        file: basename(path),
        size: (await stat(partial)).size,
        digest: (await digestOfFile(partial, request.signal)) ?? "",
      },
      collections: facts.collections,
      blobs: await backUpBlobs(request),
    };
    const manifestPath = manifestPathOf(path);
    await writeFile(manifestPath, `${JSON.stringify(manifest, undefined, 2)}\n`, { flag: "wx", flush: true });
    await link(partial, path);
    return { path, manifestPath, manifest };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      throw new MlopsError("STORE_EXISTS", `The backup ${path} is there already.`, { cause: error });
    }
    throw translateStoreError(error, source);
  } finally {
    await rm(partial, { force: true });
  }
}

/** One read transaction: the documents as they are at one instant, without holding back writers. */
function snapshot(source: string, target: string): void {
  using connection = new Connection(source, { readOnly: true });
  connection.run("VACUUM INTO ?", target);
}

function readBack(
  path: string,
  signal: AbortSignal | undefined,
): Pick<BackupManifest, "schemaVersion" | "collections"> {
  using connection = new Connection(path, { readOnly: true });
  return {
    schemaVersion: readSchemaVersion(connection, path),
    collections: countSoundDocuments(connection, path, signal),
  };
}

async function backUpBlobs({ home, folder, unique, signal }: BackupRequest): Promise<BackupManifest["blobs"]> {
  const blobs: BackupManifest["blobs"] = [];
  for (const digest of await storedBlobs(join(home, "blobs"))) {
    throwIfCancelled(signal);
    const from = blobPath(join(home, "blobs"), digest);
    const to = blobPath(join(folder, "blobs"), digest);
    const found = await copyByDigest(from, to, digest, unique);
    if (found !== digest) {
      throw new MlopsError("STORE_BLOB_DAMAGED", `The bytes of the blob ${from} have digest ${found}.`, {
        details: { digest, found },
      });
    }
    blobs.push({ digest, size: (await stat(to)).size });
  }
  return blobs;
}

/** Where the blob store of a folder keeps a blob. */
export function blobPath(folder: string, digest: string): string {
  return join(folder, digest.slice(0, 2), digest);
}

async function storedBlobs(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const names = await readdir(folder, { recursive: true });
  return names
    .map((name) => basename(name))
    .filter((name) => /^[0-9a-f]{64}$/.test(name))
    .toSorted();
}
