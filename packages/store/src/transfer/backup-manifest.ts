import { readFile } from "node:fs/promises";

import { MlopsError } from "@mlops/core";
import { z } from "zod";

import { isMissing } from "./file-digest.ts";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);

/** What a backup holds, in the file beside it; the digests decide whether it is what was backed up. */
const backupManifest = z.strictObject({
  schema: z.literal("mlops.store-backup-manifest/v1"),
  /** ISO 8601, UTC. */
  takenAt: z.iso.datetime(),
  /** The version of mlops that took it. */
  madeBy: z.string(),
  driver: z.literal("sqlite"),
  schemaVersion: count,
  /** Name of the database file beside the manifest, its bytes and their SHA-256. */
  database: z.strictObject({ file: z.string(), size: count, digest }),
  /** Documents of each collection. */
  collections: z.record(z.string(), count),
  /** Under `blobs/` beside the manifest, shared by all backups of the folder. */
  blobs: z.array(z.strictObject({ digest, size: count })),
});

export type BackupManifest = z.output<typeof backupManifest>;

/** `store-….json` for `store-….db`. */
export function manifestPathOf(databasePath: string): string {
  return databasePath.replace(/(\.db)?$/, ".json");
}

/** @throws MlopsError FILE_NOT_FOUND, STORE_BACKUP_DAMAGED */
export async function readManifest(path: string): Promise<BackupManifest> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new MlopsError(
      "FILE_NOT_FOUND",
      `The manifest ${path} does not exist: without it a backup is not verified.`,
      {
        cause,
        hint: "Name the .db file that `mlops store backup` made; its manifest stands beside it.",
        details: { path },
      },
    );
  }
  const parsed = backupManifest.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? "" : ` at ${issue.path.join(".") || "its root"}: ${issue.message}`;
  throw new MlopsError("STORE_BACKUP_DAMAGED", `${path} is not the manifest of a backup${where}.`, {
    details: { path },
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
