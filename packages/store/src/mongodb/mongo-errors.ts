import { isMlopsError, MlopsError, type MlopsErrorOptions } from "@mlops/core";
import {
  MongoBulkWriteError,
  MongoCompatibilityError,
  MongoError,
  MongoNetworkError,
  MongoNetworkTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
} from "mongodb";

/** Server codes that have a meaning of their own here; https://www.mongodb.com/docs/manual/reference/error-codes/ */
const CODE = {
  unauthorized: 13,
  authenticationFailed: 18,
  namespaceExists: 48,
  cannotIndexParallelArrays: 171,
  indexOptionsConflict: 85,
  indexKeySpecsConflict: 86,
  bsonTooLarge: 10334,
  duplicateKey: 11_000,
  outOfDiskSpace: 14_031,
} as const;

/** Not primary, stepping down, shutting down: https://github.com/mongodb/specifications (retryable writes). */
const NOT_PRIMARY = new Set([91, 189, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436]);

const SOCKET_CODES = new Set([
  "ECONNABORTED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ERR_SOCKET_CLOSED",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_WRITE_AFTER_END",
  "ETIMEDOUT",
]);

export function isDuplicateKey(error: unknown): error is MongoServerError {
  return error instanceof MongoServerError && error.code === CODE.duplicateKey;
}

/** Two index definitions of one name or one key list: another process changes them at this moment. */
export function isIndexConflict(error: unknown): boolean {
  return hasCode(error, CODE.indexOptionsConflict) || hasCode(error, CODE.indexKeySpecsConflict);
}

export function isNamespaceExists(error: unknown): boolean {
  return hasCode(error, CODE.namespaceExists);
}

/** A unique index that existing documents break; FerretDB gives its backend's words instead of a code. */
export function isUniqueBroken(error: unknown): boolean {
  return isDuplicateKey(error) || (error instanceof MongoServerError && error.message.includes("UNIQUE constraint"));
}

/** The answer was lost, so that it is unknown whether the server did what it was asked. */
export function isAnswerLost(error: unknown): boolean {
  const inner = withoutBulk(error);
  return inner instanceof MongoNetworkError || isSocketError(inner) || isNotPrimary(inner);
}

/** What a failure of the driver means for the user; errors of the product pass through. */
export function translateMongoError(failure: unknown, location: string): unknown {
  if (isMlopsError(failure)) return failure;
  const error = withoutBulk(failure);
  if (!(error instanceof MongoError)) {
    return isSocketError(error) ? unavailable(`The connection to ${location} broke.`, location, error) : failure;
  }
  if (error instanceof MongoServerSelectionError) return unreachable(error, location);
  if (error instanceof MongoCompatibilityError) return tooOld(error, location);
  if (error instanceof MongoNetworkTimeoutError) {
    return unavailable(`The store ${location} did not answer in time.`, location, error, {
      hint: "Look whether the server is overloaded or the network is cut; store.mongodb.timeout_seconds sets the patience.",
    });
  }
  if (error instanceof MongoNetworkError) {
    return authentication(error, location) ?? unavailable(`The connection to ${location} broke.`, location, error);
  }
  return error instanceof MongoServerError ? refused(error, location) : failed(error, location);
}

function unreachable(error: MongoServerSelectionError, location: string): MlopsError {
  const causes = Array.from(error.reason?.servers.values() ?? [], (server) => server.error).filter((e) => e !== null);
  const [first] = causes;
  for (const cause of causes) {
    if (cause instanceof MongoCompatibilityError) return tooOld(cause, location);
    const wrong = authentication(cause, location);
    if (wrong !== undefined) return wrong;
  }
  if (/requires at least|wire version/i.test(error.message)) return tooOld(error, location);
  const network = networkCode(first) ?? networkCode(error);
  switch (network) {
    case "ECONNREFUSED":
      return unavailable(`Nothing listens at ${location} (connection refused).`, location, error, {
        hint: "Start the server, or correct MONGODB_URI or MONGODB_HOST and MONGODB_PORT.",
      });
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return unavailable(`The host of ${location} is not known (${network}).`, location, error, {
        hint: "Check the spelling of the host in MONGODB_URI or MONGODB_HOST, and the name service.",
      });
    default:
      return unavailable(
        `No usable server answered at ${location} in time: ${first?.message ?? error.message}.`,
        location,
        error,
        { hint: "Check address, firewall and TLS; of a replica set, whether it has a primary: mlops doctor" },
      );
  }
}

function refused(error: MongoServerError, location: string): MlopsError {
  const wrong = authentication(error, location);
  if (wrong !== undefined) return wrong;
  if (isNotPrimary(error)) {
    return unavailable(`The server at ${location} is not the primary: ${error.message}.`, location, error, {
      hint: "Wait for the election, or name the replica set in MONGODB_URI: ?replicaSet=NAME",
    });
  }
  switch (error.code) {
    case CODE.unauthorized:
      return new MlopsError("STORE_ACCESS_DENIED", `The user of ${location} may not do this: ${error.message}.`, {
        cause: error,
        details: detailsOf(location, error),
        hint: "Grant the user the role readWrite on the store's database; docs/mongodb.md has the command.",
      });
    case CODE.outOfDiskSpace:
      return unavailable(`The disk of the server at ${location} is full.`, location, error);
    case CODE.bsonTooLarge:
    case CODE.cannotIndexParallelArrays:
      return new MlopsError("STORE_DOCUMENT_INVALID", `${location} refused a document: ${error.message}.`, {
        cause: error,
        details: detailsOf(location, error),
      });
    default:
      return failed(error, location);
  }
}

function authentication(error: unknown, location: string): MlopsError | undefined {
  const root = rootOf(error);
  if (!hasCode(root, CODE.authenticationFailed) && !/authentication failed/i.test(messageOf(root))) return undefined;
  return new MlopsError("STORE_ACCESS_DENIED", `The server at ${location} refused the user name or the password.`, {
    cause: error,
    details: { location },
    hint: "Check MONGODB_USERNAME and MONGODB_PASSWORD; a user of another database than admin needs store.mongodb.auth_source or ?authSource=NAME in MONGODB_URI.",
  });
}

function tooOld(error: MongoError, location: string): MlopsError {
  return new MlopsError("STORE_SERVER_TOO_OLD", `The server at ${location} is too old: ${error.message}.`, {
    cause: error,
    details: { location },
  });
}

function failed(error: MongoError, location: string): MlopsError {
  return new MlopsError("STORE_UNAVAILABLE", `The store ${location} refused a command: ${error.message}.`, {
    cause: error,
    details: detailsOf(location, error),
  });
}

function unavailable(message: string, location: string, cause: Error, options: MlopsErrorOptions = {}): MlopsError {
  return new MlopsError("STORE_UNAVAILABLE", message, {
    hint: "Check that the server runs and can be reached: mlops doctor",
    ...options,
    cause,
    details: detailsOf(location, cause),
    retryable: true,
  });
}

/** The official driver wraps whatever ends a batch, a broken connection too. */
function withoutBulk(error: unknown): unknown {
  return error instanceof MongoBulkWriteError && error.errorResponse instanceof Error ? error.errorResponse : error;
}

/** The official driver lets an error of its socket through as it is where the connection breaks while it writes. */
function isSocketError(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof MongoError || !("code" in error)) return false;
  return typeof error.code === "string" && SOCKET_CODES.has(error.code);
}

function isNotPrimary(error: unknown): boolean {
  return error instanceof MongoServerError && typeof error.code === "number" && NOT_PRIMARY.has(error.code);
}

function hasCode(error: unknown, code: number): boolean {
  return error instanceof MongoError && error.code === code;
}

function networkCode(error: unknown): string | undefined {
  const root = rootOf(error);
  if (!(root instanceof Error)) return undefined;
  if ("code" in root && typeof root.code === "string") return root.code;
  return /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ECONNRESET)\b/.exec(root.message)?.[1];
}

function rootOf(error: unknown): unknown {
  let root = error;
  for (let depth = 0; depth < 5 && root instanceof Error && root.cause instanceof Error; depth += 1) root = root.cause;
  return root;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function detailsOf(location: string, error: Error): Record<string, unknown> {
  return "code" in error && error.code !== undefined ? { location, code: error.code } : { location };
}
