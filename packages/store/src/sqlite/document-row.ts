import { crc32 } from "node:zlib";

import { type JsonObject, MlopsError } from "@mlops/core";

import type { Row } from "./connection.ts";

/** The columns that `decodeRow` reads, in its order. */
export const DOCUMENT_COLUMNS = "id, checksum, body";

/** CRC-32 over collection, id and body: a row that stands in for another one is found out as well. */
export function documentChecksum(collection: string, id: string, body: string): number {
  return crc32(body, crc32(`${collection}\0${id}\0`));
}

export function idHash(id: string): number {
  return crc32(id);
}

/** @throws MlopsError STORE_DOCUMENT_DAMAGED where the bytes are not those that were written */
export function decodeRow(path: string, collection: string, [id, checksum, body]: Row): JsonObject {
  if (typeof id === "string" && typeof body === "string" && documentChecksum(collection, id, body) === checksum) {
    return JSON.parse(body) as JsonObject;
  }
  throw documentDamaged(path, collection, String(id), "its checksum does not match its bytes");
}

export function documentDamaged(path: string, collection: string, id: string, reason: string): MlopsError {
  return new MlopsError(
    "STORE_DOCUMENT_DAMAGED",
    `Document "${id}" of collection "${collection}" in ${path} is damaged: ${reason}.`,
    { details: { path, collection, id } },
  );
}
