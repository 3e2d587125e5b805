import { crc32 } from "node:zlib";

/**
 * A frame of an append-only file: mark (2 bytes), length of the payload (4), CRC-32 of length and payload (4), payload.
 * All little-endian. The mark and the checksum let a reader find the next frame behind damage, so that a torn or flipped
 * byte costs its own frame only.
 */
const MARK = 0xd7a5;
export const FRAME_HEADER = 10;
/** Longer payloads are refused by the writer, so that a damaged length is seen at once. */
export const LARGEST_PAYLOAD = 256 * 1024 * 1024;

/** Writes the header of a frame whose payload lies behind it already; answers the whole frame's length. */
export function sealFrame(target: Buffer, at: number, length: number): number {
  target.writeUInt16LE(MARK, at);
  target.writeUInt32LE(length, at + 2);
  target.writeUInt32LE(checksum(target, at, length), at + 6);
  return FRAME_HEADER + length;
}

export function frameOf(payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(FRAME_HEADER + payload.length);
  frame.set(payload, FRAME_HEADER);
  sealFrame(frame, 0, payload.length);
  return frame;
}

export interface Frame {
  /** Where it begins, from the start of the given bytes. */
  readonly offset: number;
  readonly payload: Buffer;
}

export interface FrameScan {
  readonly frames: readonly Frame[];
  /** Bytes up to the end of the last whole frame; what follows may be one that is still being written. */
  readonly end: number;
  /** Bytes before `end` that belong to no frame. */
  readonly damagedBytes: number;
}

/** Reads all whole frames. What lies between them is damage and is passed over. */
export function scanFrames(bytes: Buffer): FrameScan {
  const frames: Frame[] = [];
  let end = 0;
  let damagedBytes = 0;
  let at = 0;
  while (at + FRAME_HEADER <= bytes.length) {
    const length = wholeFrame(bytes, at);
    if (length === undefined) {
      at = nextMark(bytes, at + 1);
      continue;
    }
    damagedBytes += at - end;
    frames.push({ offset: at, payload: bytes.subarray(at + FRAME_HEADER, at + FRAME_HEADER + length) });
    at += FRAME_HEADER + length;
    end = at;
  }
  return { frames, end, damagedBytes };
}

function wholeFrame(bytes: Buffer, at: number): number | undefined {
  if (bytes.readUInt16LE(at) !== MARK) return undefined;
  const length = bytes.readUInt32LE(at + 2);
  if (length > LARGEST_PAYLOAD || at + FRAME_HEADER + length > bytes.length) return undefined;
  return bytes.readUInt32LE(at + 6) === checksum(bytes, at, length) ? length : undefined;
}

function nextMark(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(MARK & 0xff, from); at !== -1; at = bytes.indexOf(MARK & 0xff, at + 1)) {
    if (bytes[at + 1] === MARK >> 8) return at;
  }
  return bytes.length;
}

function checksum(bytes: Buffer, at: number, length: number): number {
  return crc32(bytes.subarray(at + FRAME_HEADER, at + FRAME_HEADER + length), crc32(bytes.subarray(at + 2, at + 6)));
}
