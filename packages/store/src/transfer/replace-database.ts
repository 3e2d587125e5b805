import { existsSync } from "node:fs";
import { link, rename, rm } from "node:fs/promises";

import { MlopsError } from "@mlops/core";

import { Connection } from "../sqlite/connection.ts";
import { isBusy, sqliteResult } from "../sqlite/sqlite-errors.ts";

export interface Replacement {
  /** The name under which the replaced database is kept; it must be free and on the same file system. */
  readonly aside: string;
  /** Moves the new database to the old one's name, in one step. */
  readonly by: () => Promise<void>;
}

/**
 * Replaces a database that nobody uses and keeps it under another name.
 *
 * Leaving WAL mode needs the file for oneself: it fails while any other connection is open, and it brings the log's
 * content into the file, so that no log of the old database is found beside the new one.
 *
 * @throws MlopsError STORE_IN_USE
 */
export async function replaceDatabase(path: string, { aside, by }: Replacement): Promise<void> {
  using connection = openAlone(path);
  await link(path, aside);
  // Only a database that is too damaged to be opened still has its log: both are kept for a rescue.
  if (connection === undefined) await moveLogAside(path, aside);
  await by();
}

/** Undefined where the file is too damaged to be a database. */
function openAlone(path: string): Connection | undefined {
  let connection: Connection | undefined;
  try {
    connection = new Connection(path);
    connection.exec("PRAGMA journal_mode = DELETE");
    connection.exec("BEGIN EXCLUSIVE");
    return connection;
  } catch (error) {
    connection?.[Symbol.dispose]();
    if (isBusy(error)) {
      throw new MlopsError("STORE_IN_USE", `The store ${path} cannot be replaced now: a process has it open.`, {
        cause: error,
        details: { path },
      });
    }
    if (sqliteResult(error) === undefined) throw error;
    return undefined;
  }
}

async function moveLogAside(path: string, aside: string): Promise<void> {
  if (existsSync(`${path}-wal`)) await rename(`${path}-wal`, `${aside}-wal`);
  await rm(`${path}-shm`, { force: true });
}
