import { read, write } from "node:fs";
import { promisify } from "node:util";
import { deserialize, serialize } from "node:v8";

import { MlopsError } from "@mlops/core";

import { arrayOfType, mapState } from "../estimator/packed-state.ts";

const readAt = promisify(read);
const writeAt = promisify(write);

/** Bytes of one read or write: one call moves at most 2 GiB, and the event loop gets its turn between two. */
const PORTION = 2 ** 26;
/** Arrays begin where every element type is aligned. */
const ALIGNMENT = 8;
const PREAMBLE = 16;
const MAGIC = 0x4d4c_4f50;

interface ArrayPlace {
  readonly $array: true;
  readonly type: string;
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Plain data with typed arrays in it, in a file between two processes of one machine: the preamble (magic, header length),
 * the header (the data in V8's form, with a place for each array), the arrays. Arrays are written from where they lie and
 * read to where they stay: there is no copy but the file.
 */
export async function writeBlockFile(fd: number, value: object): Promise<void> {
  const arrays: Uint8Array[] = [];
  let offset = 0;
  const header = serialize(
    mapState(value, (array, type): ArrayPlace => {
      const place: ArrayPlace = { $array: true, type, offset, bytes: array.byteLength };
      arrays.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
      offset += aligned(array.byteLength);
      return place;
    }),
  );
  const preamble = new DataView(new ArrayBuffer(PREAMBLE));
  preamble.setUint32(0, MAGIC);
  preamble.setFloat64(8, header.length);
  await writeAll(fd, new Uint8Array(preamble.buffer), 0);
  await writeAll(fd, header, PREAMBLE);
  let position = aligned(PREAMBLE + header.length);
  for (const bytes of arrays) {
    await writeAll(fd, bytes, position);
    position += aligned(bytes.length);
  }
}

/** @throws MlopsError ESTIMATOR_PROCESS_FAILED where the file is no such file or ends early */
export async function readBlockFile(fd: number): Promise<unknown> {
  const preamble = new DataView((await readAll(fd, PREAMBLE, 0)).buffer);
  if (preamble.getUint32(0) !== MAGIC) throw broken("is none of this product's");
  const length = preamble.getFloat64(8);
  const header: unknown = deserialize(await readAll(fd, length, PREAMBLE));
  const start = aligned(PREAMBLE + length);
  const arrays = new Map<ArrayPlace, ArrayBufferView>();
  for (const place of placesIn(header)) {
    arrays.set(place, arrayOfType(place.type, (await readAll(fd, place.bytes, start + place.offset)).buffer));
  }
  return fillIn(header, arrays);
}

function placesIn(value: unknown): ArrayPlace[] {
  if (isPlace(value)) return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(placesIn);
}

function fillIn(value: unknown, arrays: ReadonlyMap<ArrayPlace, ArrayBufferView>): unknown {
  if (isPlace(value)) return arrays.get(value);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, arrays));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, arrays)]));
}

function isPlace(value: unknown): value is ArrayPlace {
  return typeof value === "object" && value !== null && "$array" in value;
}

async function writeAll(fd: number, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await writeAt(fd, bytes, done, Math.min(PORTION, bytes.length - done), position + done);
    done += bytesWritten;
  }
}

async function readAll(fd: number, length: number, position: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await readAt(fd, bytes, done, Math.min(PORTION, length - done), position + done);
    if (bytesRead === 0) throw broken(`ends after ${position + done} bytes`);
    done += bytesRead;
  }
  return bytes;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function broken(how: string): MlopsError {
  return new MlopsError("ESTIMATOR_PROCESS_FAILED", `The file between the training processes ${how}.`);
}
