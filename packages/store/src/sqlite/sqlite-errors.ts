import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";

import { isMlopsError, MlopsError } from "@mlops/core";

/** SQLite's primary result codes that have a meaning of their own here; https://sqlite.org/rescode.html */
const RESULT = {
  permission: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  notDatabase: 26,
} as const;

/** The primary result code of an error that SQLite raised, otherwise undefined. */
export function sqliteResult(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

/** Another process holds the lock; the same call may succeed later. */
export function isBusy(error: unknown): boolean {
  const result = sqliteResult(error);
  return result === RESULT.busy || result === RESULT.locked;
}

export function isConstraint(error: unknown): boolean {
  return sqliteResult(error) === RESULT.constraint;
}

/** What a failure of SQLite or the file system means for the user; errors of the product pass through. */
export function translateStoreError(error: unknown, path: string): unknown {
  if (isMlopsError(error)) return error;
  return translateSqlite(error, path) ?? translateFileSystem(error, path) ?? error;
}

function translateSqlite(error: unknown, path: string): MlopsError | undefined {
  const result = sqliteResult(error);
  if (result === undefined || !(error instanceof Error)) return undefined;
  const options = { cause: error, details: { path, result } };
  switch (result) {
    case RESULT.busy:
    case RESULT.locked:
      return new MlopsError("STORE_BUSY", `The store ${path} is locked by another process.`, {
        ...options,
        retryable: true,
      });
    case RESULT.permission:
    case RESULT.readOnly:
      return new MlopsError("PERMISSION_DENIED", `The store ${path} cannot be written: ${error.message}.`, options);
    case RESULT.full:
      return new MlopsError("STORE_UNAVAILABLE", `The disk that holds the store ${path} is full.`, options);
    case RESULT.cannotOpen:
    case RESULT.ioError:
      if (!isWritable(dirname(path))) {
        return new MlopsError("PERMISSION_DENIED", `The folder of the store ${path} cannot be written.`, options);
      }
      return new MlopsError("STORE_UNAVAILABLE", `The store ${path} cannot be used: ${error.message}.`, options);
    case RESULT.notDatabase:
      return new MlopsError("STORE_DAMAGED", `The file ${path} is not a database.`, options);
    case RESULT.corrupt:
      return new MlopsError("STORE_DAMAGED", `The store ${path} is damaged: ${error.message}.`, options);
    default:
      return /malformed JSON/i.test(error.message)
        ? new MlopsError("STORE_DOCUMENT_DAMAGED", `A document in ${path} is damaged: its text is not JSON.`, options)
        : new MlopsError("STORE_DAMAGED", `The store ${path} refused a statement: ${error.message}.`, options);
  }
}

function translateFileSystem(error: unknown, path: string): MlopsError | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return undefined;
  const options = { cause: error, details: { path, code: error.code } };
  switch (error.code) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new MlopsError("PERMISSION_DENIED", `${path} cannot be read or written: ${error.message}.`, options);
    case "ENOSPC":
    case "EDQUOT":
      return new MlopsError("STORE_UNAVAILABLE", `The disk that holds ${path} is full.`, options);
    default:
      return new MlopsError("STORE_UNAVAILABLE", `${path} cannot be used: ${error.message}.`, options);
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
