import { join } from "node:path";

import { MlopsError } from "@mlops/core";
import { backupSqlite, copyStore, stampOf } from "@mlops/store";

import { systemClock } from "../clock.ts";
import type { Services } from "../compose.ts";
import { isMissingStore, openNamedStore } from "../compose-stores.ts";
import type { Progress } from "../render/progress.ts";
import { packageVersion } from "../version.ts";
import { copyProgress } from "./copy-progress.ts";
import { knownCollections } from "./known-collections.ts";

export interface TakenBackup {
  /** The `.db` file of a backup, or the folder of a copied store. */
  readonly path: string;
  /** Null for a copied store. */
  readonly manifest: string | null;
  readonly documents: number;
  readonly blobs: number;
  /** Shows how it is put back. */
  readonly restore: string;
}

export interface BackupTask {
  readonly services: Services;
  /** Where backups are kept. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Backs up the configured store: a local one as it is, one on a server by copying it into a folder. */
export async function takeBackup(task: BackupTask): Promise<TakenBackup> {
  const { value } = await task.services.configuration();
  return value.store.driver === "sqlite" ? backupFolder(task) : copyToFolder(task);
}

async function backupFolder({ services, folder, signal }: BackupTask): Promise<TakenBackup> {
  const { home } = await services.configuration();
  const { path, manifestPath, manifest } = await backupSqlite({
    home,
    folder,
    takenAt: services.clock().wall(),
    madeBy: packageVersion(),
    unique: Buffer.from(services.entropy(8)).toString("hex"),
    signal,
  });
  const documents = Object.values(manifest.collections).reduce((sum, count) => sum + count, 0);
  const restore = `mlops store restore ${path}`;
  return { path, manifest: manifestPath, documents, blobs: manifest.blobs.length, restore };
}

/** The copy is a state folder of its own: usable as it is, and the source of a copy back. */
async function copyToFolder({ services, folder, signal, progress }: BackupTask): Promise<TakenBackup> {
  const path = join(folder, `store-${stampOf(services.clock().wall())}`);
  const address = { kind: "sqlite", home: path } as const;
  if (!(await isMissingStore(services, address))) {
    throw new MlopsError("STORE_EXISTS", `The backup ${path} is there already.`);
  }
  await using target = await openNamedStore(services, address, { mustExist: false, durability: "power" });
  const { collections, blobs } = await copyStore({
    source: await services.store(),
    target: target.store,
    definitions: knownCollections,
    dryRun: false,
    signal,
    onProgress: copyProgress(progress, systemClock()),
  });
  const documents = collections.reduce((sum, { verified }) => sum + verified, 0);
  const restore = `mlops store copy --from sqlite:${path} --to configured`;
  return { path, manifest: null, documents, blobs: blobs.verified, restore };
}
