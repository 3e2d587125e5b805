import { closeSync, existsSync, fsyncSync, linkSync, openSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { DAY, MlopsError } from "@mlops/core";

import { makeFolder } from "../folders/make-folder.ts";

import { Connection, type ConnectionOptions } from "./connection.ts";
import { APPLICATION_ID, migrate, SCHEMA_VERSION } from "./migrations.ts";

/**
 * Opens the database at `path`, making it where it is missing and bringing an older one up to date.
 *
 * A new database is built whole, in WAL mode, under a temporary name and then linked to its place: `link` fails where
 * another process was first. No process ever sees a database that is not yet in WAL mode; switching the mode of a
 * shared file needs an exclusive lock, for which SQLite does not wait.
 *
 * @param unique text for the temporary name that no other process uses
 */
export function openDatabase(path: string, unique: string, options: ConnectionOptions): Connection {
  if (!existsSync(path)) createDatabase(path, unique);
  if (statSync(path).size === 0) throw damaged(path, "it is empty");
  const connection = new Connection(path, options);
  try {
    bringUpToDate(connection, path);
    return connection;
  } catch (error) {
    connection[Symbol.dispose]();
    throw error;
  }
}

function createDatabase(path: string, unique: string): void {
  makeFolder(dirname(path));
  removeAbandoned(path);
  const temporary = `${path}.${unique}.new`;
  try {
    buildDatabase(temporary);
    flush(temporary);
    linkInto(temporary, path);
    flushFolder(dirname(path));
  } finally {
    for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(`${temporary}${suffix}`, { force: true });
  }
}

function buildDatabase(path: string): void {
  using connection = new Connection(path, { durability: "power" });
  connection.exec("PRAGMA journal_mode = WAL");
  connection.exclusively(() => {
    connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    migrate(connection, 0);
  });
}

function linkInto(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return;
    if (code === "EPERM" || code === "ENOTSUP" || code === "EOPNOTSUPP" || code === "ENOSYS") {
      throw new MlopsError("STORE_UNAVAILABLE", `The file system of ${path} has no hard links.`, {
        hint: "Choose a state folder on a local disk with --home or MLOPS_HOME.",
        cause: error,
      });
    }
    throw error;
  }
}

/** Deletes what a process left that was killed while it built a database. */
function removeAbandoned(path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${basename(path)}.`) || !name.includes(".new")) continue;
    const age = statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs;
    if (age !== undefined && Date.now() - age > DAY) rmSync(join(folder, name), { force: true });
  }
}

function bringUpToDate(connection: Connection, path: string): void {
  if (readSchemaVersion(connection, path) === SCHEMA_VERSION) return;
  connection.exclusively(() => {
    const version = assertReadable(connection, path);
    if (version < SCHEMA_VERSION) migrate(connection, version);
  });
}

/**
 * The schema version of a database of ours, which this code can read or bring up to date.
 *
 * @throws MlopsError STORE_DAMAGED, STORE_VERSION_NEWER
 */
export function readSchemaVersion(connection: Connection, path: string): number {
  if (connection.first("PRAGMA application_id")?.[0] !== APPLICATION_ID) {
    throw damaged(path, "it is a database of another program");
  }
  return assertReadable(connection, path);
}

/** The schema version is kept twice, so that a damaged header is not taken for an old or new store. */
function assertReadable(connection: Connection, path: string): number {
  const [header, fact] = connection.first(
    "SELECT user_version, (SELECT fact FROM store_facts WHERE name = 'schemaVersion') FROM pragma_user_version",
  ) ?? [undefined, undefined];
  if (typeof header !== "number" || String(header) !== fact) {
    throw damaged(path, `its header says schema version ${String(header)}, its facts say ${String(fact)}`);
  }
  if (header > SCHEMA_VERSION) {
    throw new MlopsError(
      "STORE_VERSION_NEWER",
      `The store ${path} has schema version ${header}; this version of mlops reads up to ${SCHEMA_VERSION}.`,
      { details: { path, found: header, supported: SCHEMA_VERSION } },
    );
  }
  return header;
}

function damaged(path: string, reason: string): MlopsError {
  return new MlopsError("STORE_DAMAGED", `The file ${path} is not a store of mlops: ${reason}.`, { details: { path } });
}

function flush(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes a new name durable; systems that cannot flush a folder (Windows) keep names by themselves. */
function flushFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
