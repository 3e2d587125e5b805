import { fstatSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";

import { FRAME_HEADER, scanFrames, sealFrame } from "../frames/frame.ts";
import type { Ring } from "../ring/ring.ts";

/** Bytes that are read at once; a frame that is longer makes the next read longer. */
const PORTION = 4 * 1024 * 1024;

/**
 * The spool's file as the threads of one process share it: one descriptor, and under the ring's lock the length up to
 * which it is whole.
 */
export interface SpoolFile {
  readonly fd: number;
  /** Bytes of whole frames. */
  readonly length: number;
  /** Appends what waits in the ring, then `more`; where the disk refuses, nothing is taken and nothing stands half. */
  append(more?: readonly Uint8Array[]): void;
}

export interface SharedSpool {
  readonly fd: number;
  /** One 64-bit integer. */
  readonly length: SharedArrayBuffer;
}

/**
 * Opens the spool of a run, a new one or one that an earlier process left; a torn last frame is cut off.
 *
 * @throws the system's error
 */
export function openSpoolFile(path: string): SharedSpool {
  const fd = openSync(path, "a+", 0o600);
  const { size } = fstatSync(fd);
  const end = endOfFrames(fd, size);
  if (end < size) ftruncateSync(fd, end);
  const length = new SharedArrayBuffer(8);
  new BigInt64Array(length)[0] = BigInt(end);
  return { fd, length };
}

export function spoolFile({ fd, length }: SharedSpool, ring: Ring): SpoolFile {
  const known = new BigInt64Array(length);
  const read = (): number => Number(Atomics.load(known, 0));
  return {
    fd,
    get length() {
      return read();
    },
    append(more = []) {
      ring.drain((records) => {
        const payloads = more.length === 0 ? records : [...records, ...more];
        if (payloads.length === 0) return;
        const start = read();
        const batch = framesOf(payloads);
        try {
          writeWhole(fd, batch);
        } catch (error) {
          cutBack(fd, start);
          throw error;
        }
        Atomics.store(known, 0, BigInt(start + batch.length));
      });
    },
  };
}

function framesOf(payloads: readonly Uint8Array[]): Buffer {
  const total = payloads.reduce((sum, payload) => sum + FRAME_HEADER + payload.length, 0);
  const batch = Buffer.allocUnsafe(total);
  let at = 0;
  for (const payload of payloads) {
    batch.set(payload, at + FRAME_HEADER);
    at += sealFrame(batch, at, payload.length);
  }
  return batch;
}

function writeWhole(fd: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
}

/** A full disk may have taken a part. Where even cutting back fails, the reader passes the part over as damage. */
function cutBack(fd: number, length: number): void {
  try {
    ftruncateSync(fd, length);
  } catch {
    // The frames' marks keep the file readable.
  }
}

function endOfFrames(fd: number, size: number): number {
  let end = 0;
  for (let at = 0; at < size;) {
    const portion = readPortion(fd, at, size);
    end = Math.max(end, portion.end);
    if (portion.next === at) break;
    at = portion.next;
  }
  return end;
}

function readAt(fd: number, bytes: Buffer, position: number): number {
  let done = 0;
  while (done < bytes.length) {
    const count = readSync(fd, bytes, done, bytes.length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

export interface SpoolPortion {
  readonly frames: readonly { readonly offset: number; readonly payload: Buffer }[];
  /** Where the last whole frame ends. */
  readonly end: number;
  /** Where the next portion begins. */
  readonly next: number;
  readonly damagedBytes: number;
}

/** Whole frames from `from` on, some of them: at most until `until`. Nothing is left where `next` equals `from`. */
export function readPortion(fd: number, from: number, until: number): SpoolPortion {
  for (let size = PORTION; ; size *= 2) {
    const wanted = Math.min(size, until - from);
    if (wanted <= 0) return { frames: [], end: from, next: from, damagedBytes: 0 };
    const bytes = Buffer.allocUnsafe(wanted);
    const got = readAt(fd, bytes, from);
    const scan = scanFrames(bytes.subarray(0, got));
    const all = wanted === until - from;
    if (scan.end === 0 && !all && got === wanted) continue;
    return {
      frames: scan.frames.map(({ offset, payload }) => ({ offset: from + offset, payload })),
      end: from + scan.end,
      next: from + (all ? got : scan.end),
      damagedBytes: scan.damagedBytes + (all ? got - scan.end : 0),
    };
  }
}
