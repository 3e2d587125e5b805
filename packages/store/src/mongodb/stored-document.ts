import { crc32 } from "node:zlib";

import { canonicalJson, type JsonObject, type JsonValue, MlopsError } from "@mlops/core";
import { BSON, type Document } from "mongodb";

import { isJsonObject } from "../documents/field-path.ts";
import type { StoredLayout } from "./stored-layout.ts";

/** The one field that the driver adds to each document; users' own fields of such names are escaped. */
export const MARK_FIELD = "_mlops";

/** What the driver knows of a document beside its content. */
export interface DocumentMark {
  /** CRC-32 over collection, id and canonical JSON of the content. */
  readonly checksum: number;
  /** 1 at first, plus one for each change. */
  readonly revision: number;
  /** Which write made this revision: tells after a lost answer whether the write was done. */
  readonly write: string;
}

/** A document as it came from the server, once it was found sound. */
export interface FoundDocument {
  readonly id: string;
  readonly document: JsonObject;
  readonly mark: DocumentMark;
}

/** Where a document is, for messages. */
export interface DocumentPlace {
  /** The store without secrets: `mongodb://host:27017/mlops`. */
  readonly location: string;
  readonly collection: string;
}

/** The greatest distance from 1970 that a Date can express, milliseconds. */
const LATEST_INSTANT = 8.64e15;
/** What MongoDB takes, less what a command adds. */
const LARGEST_BYTES = 16 * 1024 * 1024 - 64 * 1024;

/**
 * The stored form of a document: its own fields in MongoDB's types, so that other programs can query them, and the
 * mark. Instants of declared fields become dates. Arrays at paths of indexes are wrapped, because MongoDB indexes the
 * elements of a plain array one by one: two arrays in one index would be refused, and unique would mean the elements.
 *
 * @param text canonical JSON of the document
 * @throws MlopsError STORE_DOCUMENT_INVALID where its BSON is too large
 */
export function toStored(
  collection: string,
  id: string,
  text: string,
  layout: StoredLayout,
  edition: Pick<DocumentMark, "revision" | "write">,
): Document {
  const document = JSON.parse(text) as JsonObject;
  const mark: DocumentMark = { checksum: checksumOf(collection, id, text), ...edition };
  const stored: Document = Object.fromEntries([
    ...encodeMembers(document, "", layout),
    [MARK_FIELD, { checksum: mark.checksum, revision: mark.revision, write: mark.write }],
  ]);
  // BSON spends up to 13 bytes on an element that takes 2 in JSON; texts cannot grow.
  if (text.length * 7 > LARGEST_BYTES && BSON.calculateObjectSize(stored) > LARGEST_BYTES) {
    throw new MlopsError(
      "STORE_DOCUMENT_INVALID",
      `Document "${id}" of "${collection}" is larger than the 16 MB that MongoDB takes.`,
      { hint: "Store large content as a blob.", details: { collection, id } },
    );
  }
  return stored;
}

/** @throws MlopsError STORE_DOCUMENT_DAMAGED where the content is not what was written */
export function fromStored(place: DocumentPlace, stored: Document): FoundDocument {
  const id: unknown = stored["_id"];
  const { [MARK_FIELD]: mark, ...content } = stored;
  if (!isMark(mark)) throw documentDamaged(place, id, "it carries no mark, so that mlops did not write it");
  const document = decodeObject(content);
  if (document === undefined) throw documentDamaged(place, id, "it holds a value that is not JSON");
  if (typeof id !== "string" || checksumOf(place.collection, id, canonicalJson(document)) !== mark.checksum) {
    throw documentDamaged(place, id, "its checksum does not match its content");
  }
  return { id, document, mark };
}

export function documentDamaged({ location, collection }: DocumentPlace, id: unknown, reason: string): MlopsError {
  return new MlopsError(
    "STORE_DOCUMENT_DAMAGED",
    `Document ${JSON.stringify(String(id))} of collection "${collection}" in ${location} is damaged: ${reason}.`,
    { details: { location, collection, id: String(id) } },
  );
}

/** A field name as it is stored. */
export function storedName(name: string): string {
  return /^_+mlops/.test(name) ? `_${name}` : name;
}

/** The date that stands for an instant, where one can. */
export function dateOf(value: number): Date | undefined {
  return Number.isInteger(value) && Math.abs(value) <= LATEST_INSTANT ? new Date(value) : undefined;
}

function checksumOf(collection: string, id: string, text: string): number {
  return crc32(text, crc32(`${collection}\0${id}\0`));
}

function encodeMembers(object: JsonObject, prefix: string, layout: StoredLayout): [string, unknown][] {
  return Object.entries(object).map(([name, value]) => [
    storedName(name),
    encodeValue(value ?? null, `${prefix}${name}`, layout),
  ]);
}

function encodeValue(value: JsonValue, path: string, layout: StoredLayout): unknown {
  if (typeof value === "number") return layout.instants.has(path) ? (dateOf(value) ?? value) : value;
  if (Array.isArray(value)) {
    const items = value.map((item) => encodeItem(item, layout));
    return layout.wrapped.has(path) ? { [MARK_FIELD]: items } : items;
  }
  return isJsonObject(value) ? Object.fromEntries(encodeMembers(value, `${path}.`, layout)) : value;
}

/** Paths do not reach into arrays: no instant and no index lies there. */
function encodeItem(value: JsonValue, layout: StoredLayout): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => encodeItem(item, layout));
    return layout.nestedArrays ? items : { [MARK_FIELD]: items };
  }
  if (!isJsonObject(value)) return value;
  const member = (each: JsonValue | undefined): unknown =>
    Array.isArray(each) ? each.map((item) => encodeItem(item, layout)) : encodeItem(each ?? null, layout);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [storedName(name), member(each)]));
}

function decodeObject(object: object): JsonObject | undefined {
  const entries: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(object)) {
    const decoded = decodeValue(value);
    if (decoded === undefined) return undefined;
    entries.push([/^__+mlops/.test(name) ? name.slice(1) : name, decoded]);
  }
  return Object.fromEntries(entries);
}

function decodeValue(value: unknown): JsonValue | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) {
    const items = value.map(decodeValue);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  if (Object.hasOwn(value, MARK_FIELD)) return decodeValue((value as Document)[MARK_FIELD]);
  return decodeObject(value);
}

function isMark(value: unknown): value is DocumentMark {
  if (typeof value !== "object" || value === null) return false;
  const { checksum, revision, write } = value as Partial<Record<keyof DocumentMark, unknown>>;
  return typeof checksum === "number" && typeof revision === "number" && typeof write === "string";
}
