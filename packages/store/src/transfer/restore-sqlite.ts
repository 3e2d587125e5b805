import { existsSync } from "node:fs";
import { constants, copyFile, link, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

import { type Instant, MlopsError, throwIfCancelled } from "@mlops/core";

import { Connection } from "../sqlite/connection.ts";
import { readSchemaVersion } from "../sqlite/open-database.ts";
import { translateStoreError } from "../sqlite/sqlite-errors.ts";
import { type BackupManifest, manifestPathOf, readManifest } from "./backup-manifest.ts";
import { blobPath } from "./backup-sqlite.ts";
import { copyByDigest, digestOfFile, flushFile } from "./file-digest.ts";
import { countSoundDocuments } from "./read-documents.ts";
import { replaceDatabase } from "./replace-database.ts";
import { stampOf } from "./stamp.ts";

export interface RestoreRequest {
  /** The `.db` file of a backup; its manifest and `blobs/` stand beside it. */
  readonly file: string;
  /** State folder that gets the store. */
  readonly home: string;
  /** Put a store that is there aside. */
  readonly force: boolean;
  /** Verify the backup and say what would happen. */
  readonly dryRun: boolean;
  /** Machine time. */
  readonly at: Instant;
  /** Text for temporary names that no other process uses. */
  readonly unique: string;
  readonly signal?: AbortSignal;
}

export interface Restored {
  readonly manifest: BackupManifest;
  readonly path: string;
  /** Where the store that was there before is now. */
  readonly replaced: string | undefined;
}

/**
 * Puts a backup in a state folder, after all of its bytes were compared with its manifest. The store appears whole, by
 * one rename; killed at any instant, the folder holds the documents of before or the restored ones.
 * Blobs that only the store of before holds stay.
 *
 * @throws MlopsError FILE_NOT_FOUND, STORE_BACKUP_DAMAGED, STORE_EXISTS without `force`, STORE_IN_USE, STORE_VERSION_NEWER
 */
export async function restoreSqlite(request: RestoreRequest): Promise<Restored> {
  const { file, home, force, dryRun, at, unique, signal } = request;
  const manifest = await readManifest(manifestPathOf(file));
  await assertAsManifest(file, manifest, signal);
  const path = join(home, "store.db");
  const exists = existsSync(path);
  if (exists && !force) {
    throw new MlopsError("STORE_EXISTS", `There is a store already: ${path}.`, { details: { path } });
  }
  const replaced = exists ? join(home, "backups", `replaced-${stampOf(at)}.db`) : undefined;
  if (dryRun) return { manifest, path, replaced };
  const prepared = `${path}.${unique}.new`;
  try {
    await mkdir(join(home, "backups"), { recursive: true });
    await restoreBlobs(request, manifest);
    await copyFile(file, prepared, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    prepare(prepared, manifest, signal);
    await flushFile(prepared);
    if (replaced === undefined) await link(prepared, path);
    else await replaceDatabase(path, { aside: replaced, by: () => rename(prepared, path) });
    return { manifest, path, replaced };
  } catch (error) {
    throw translateStoreError(error, path);
  } finally {
    for (const suffix of ["", "-wal", "-shm", "-journal"]) await rm(`${prepared}${suffix}`, { force: true });
  }
}

async function assertAsManifest(
  file: string,
  { database, blobs }: BackupManifest,
  signal: AbortSignal | undefined,
): Promise<void> {
  const found = await digestOfFile(file, signal);
  if (found === undefined) throw new MlopsError("FILE_NOT_FOUND", `The backup ${file} does not exist.`);
  if (found !== database.digest) throw damaged(`${file} has digest ${found}, its manifest says ${database.digest}`);
  for (const { digest } of blobs) {
    throwIfCancelled(signal);
    const path = blobPath(join(dirname(file), "blobs"), digest);
    const bytes = await digestOfFile(path, signal);
    if (bytes === undefined) throw damaged(`its blob ${path} is missing`);
    if (bytes !== digest) throw damaged(`the bytes of its blob ${path} have digest ${bytes}`);
  }
}

async function restoreBlobs({ file, home, unique, signal }: RestoreRequest, { blobs }: BackupManifest): Promise<void> {
  for (const { digest, size } of blobs) {
    throwIfCancelled(signal);
    const from = blobPath(join(dirname(file), "blobs"), digest);
    const to = blobPath(join(home, "blobs"), digest);
    const found = await copyByDigest(from, to, digest, unique);
    if (found !== digest || (await stat(to)).size !== size) throw damaged(`its blob ${from} changed meanwhile`);
  }
}

/** Reads every document once more, and switches to the mode in which a store is used by many processes. */
function prepare(path: string, { schemaVersion, collections }: BackupManifest, signal: AbortSignal | undefined): void {
  using connection = new Connection(path, { durability: "power" });
  const version = readSchemaVersion(connection, path);
  const counts = countSoundDocuments(connection, path, signal);
  const lacking = Object.entries(collections).filter(([name, count]) => counts[name] !== count);
  if (version !== schemaVersion || lacking.length > 0) throw damaged("its documents are not those of its manifest");
  connection.exec("PRAGMA journal_mode = WAL");
}

function damaged(reason: string): MlopsError {
  return new MlopsError("STORE_BACKUP_DAMAGED", `The backup cannot be used: ${reason}.`);
}
