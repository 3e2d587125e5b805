import { readSync } from "node:fs";
import { crc32 } from "node:zlib";

import { BLOCK, CHUNK_HEADER, FILE_HEADER, FIRST, FULL, LAST, MIDDLE } from "./log-format.ts";

/** A piece of the log: a record, or a place where none could be read. */
export type LogItem =
  | { readonly kind: "record"; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: "damage"; readonly offset: number; readonly reason: string };

/** Reads a log from its start; a file that grows is read on by asking again. */
export interface LogReader {
  /**
   * The next record or damaged place; undefined where the file ends for now. A record that is cut off at the end is not
   * told as damage until `atEnd`: its rest may still be written.
   */
  next(): LogItem | undefined;
  /** Bytes of a record that was begun and is not whole, at the end of the file. */
  readonly incomplete: boolean;
}

/**
 * Behind a damaged chunk the reader goes on with the next block, as LevelDB's does: what the damage took is the rest of
 * that block at most, and the record that runs into the next one.
 */
export function logReader(fd: number): LogReader {
  const block = Buffer.alloc(BLOCK);
  let blockStart = 0;
  let blockLength = 0;
  let at = 0;
  let parts: Uint8Array[] = [];
  let partsOffset = 0;
  let headerRead = false;
  let incomplete = false;

  const load = (start: number): void => {
    blockStart = start;
    blockLength = 0;
    while (blockLength < BLOCK) {
      const count = readSync(fd, block, blockLength, BLOCK - blockLength, start + blockLength);
      if (count === 0) break;
      blockLength += count;
    }
  };

  const damaged = (reason: string): LogItem => {
    const offset = blockStart + at;
    parts = [];
    nextBlock();
    return { kind: "damage", offset, reason };
  };

  const nextBlock = (): void => {
    at = 0;
    load(blockStart + BLOCK);
  };

  const readHeader = (): LogItem | undefined => {
    load(0);
    if (blockLength < FILE_HEADER.length) {
      incomplete = blockLength > 0;
      return undefined;
    }
    headerRead = true;
    at = FILE_HEADER.length;
    if (block.subarray(0, FILE_HEADER.length).equals(FILE_HEADER)) return undefined;
    return { kind: "damage", offset: 0, reason: "the file does not begin like a W&B log" };
  };

  const step = (): LogItem | "again" | undefined => {
    if (BLOCK - at < CHUNK_HEADER) {
      if (blockLength < BLOCK) load(blockStart);
      if (blockLength < BLOCK) return undefined;
      nextBlock();
      return "again";
    }
    if (at + CHUNK_HEADER > blockLength) load(blockStart);
    incomplete = parts.length > 0 || blockLength > at;
    if (at + CHUNK_HEADER > blockLength) return undefined;
    const length = block.readUInt16LE(at + 4);
    const type = block[at + 6] ?? 0;
    const end = at + CHUNK_HEADER + length;
    if (end > BLOCK) return damaged("a chunk runs over the end of its block");
    if (end > blockLength) load(blockStart);
    if (end > blockLength) return undefined;
    if (crc32(block.subarray(at + 6, end)) !== block.readUInt32LE(at)) return damaged("a checksum does not match");
    const item = take(type, Buffer.from(block.subarray(at + CHUNK_HEADER, end)));
    at = item.kind === "damage" ? at : end;
    return item.kind === "part" ? "again" : item;
  };

  const take = (type: number, payload: Uint8Array): LogItem | { readonly kind: "part" } => {
    const offset = blockStart + at;
    const begins = type === FULL || type === FIRST;
    if (!begins && type !== MIDDLE && type !== LAST) return damaged(`a chunk has the unknown type ${type}`);
    if (begins && parts.length > 0) {
      // The chunk itself is good: only what was begun before it is lost.
      parts = [];
      return { kind: "damage", offset: partsOffset, reason: "a record has no end" };
    }
    if (!begins && parts.length === 0) {
      at += CHUNK_HEADER + payload.length;
      return { kind: "damage", offset, reason: "a record has no beginning" };
    }
    if (begins) partsOffset = offset;
    if (type === FULL) return { kind: "record", offset, bytes: payload };
    parts.push(payload);
    if (type !== LAST) return { kind: "part" };
    const bytes = Buffer.concat(parts);
    parts = [];
    return { kind: "record", offset: partsOffset, bytes };
  };

  return {
    get incomplete() {
      return incomplete;
    },
    next() {
      if (!headerRead) {
        const trouble = readHeader();
        if (trouble || !headerRead) return trouble;
      }
      for (;;) {
        const item = step();
        if (item === "again") continue;
        if (item === undefined || item.kind === "record") incomplete = item === undefined && incomplete;
        return item;
      }
    },
  };
}
