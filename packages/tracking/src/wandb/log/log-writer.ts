import { writeSync } from "node:fs";
import { crc32 } from "node:zlib";

import { BLOCK, CHUNK_HEADER, FILE_HEADER, FIRST, FULL, LAST, MIDDLE } from "./log-format.ts";

/** Appends records to a transaction log that begins empty. `write` keeps them in memory until `flush`. */
export interface LogWriter {
  write(record: Uint8Array): void;
  /** Hands what was written to the system. Where the disk refuses, it is kept for the next flush. */
  flush(): void;
  /** Bytes in the file. */
  readonly length: number;
}

export function logWriter(fd: number): LogWriter {
  let waiting: Uint8Array[] = [FILE_HEADER];
  /** Where the next chunk will stand, waiting ones included. */
  let end = FILE_HEADER.length;
  let length = 0;

  const put = (bytes: Uint8Array): void => {
    waiting.push(bytes);
    end += bytes.length;
  };

  const chunk = (type: number, payload: Uint8Array): void => {
    const bytes = Buffer.allocUnsafe(CHUNK_HEADER + payload.length);
    bytes.writeUInt16LE(payload.length, 4);
    bytes[6] = type;
    bytes.set(payload, CHUNK_HEADER);
    bytes.writeUInt32LE(crc32(bytes.subarray(6)), 0);
    put(bytes);
  };

  return {
    get length() {
      return length;
    },
    write(record) {
      let rest = record;
      for (let begun = false; ; begun = true) {
        const left = BLOCK - (end % BLOCK);
        if (left < CHUNK_HEADER) put(Buffer.alloc(left));
        const room = BLOCK - (end % BLOCK) - CHUNK_HEADER;
        const isLast = rest.length <= room;
        chunk(chunkType(begun, isLast), rest.subarray(0, room));
        if (isLast) return;
        rest = rest.subarray(room);
      }
    },
    flush() {
      if (waiting.length === 0) return;
      const bytes = Buffer.concat(waiting);
      waiting = [bytes];
      for (let done = 0; done < bytes.length;) {
        const written = writeSync(fd, bytes, done, bytes.length - done, length);
        done += written;
        length += written;
        waiting = [bytes.subarray(done)];
      }
      waiting = [];
    },
  };
}

function chunkType(begun: boolean, isLast: boolean): number {
  if (isLast) return begun ? LAST : FULL;
  return begun ? MIDDLE : FIRST;
}
