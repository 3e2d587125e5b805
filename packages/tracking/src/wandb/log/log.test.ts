import { closeSync, ftruncateSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";

import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { BLOCK, CHUNK_HEADER } from "./log-format.ts";
import { type LogItem, logReader } from "./log-reader.ts";
import { logWriter } from "./log-writer.ts";

function written(path: string, records: readonly Uint8Array[]): void {
  const fd = openSync(path, "w");
  const writer = logWriter(fd);
  for (const record of records) writer.write(record);
  writer.flush();
  closeSync(fd);
}

function itemsOf(path: string): { items: LogItem[]; incomplete: boolean } {
  const fd = openSync(path, "r");
  const reader = logReader(fd);
  const items: LogItem[] = [];
  for (let item = reader.next(); item; item = reader.next()) items.push(item);
  closeSync(fd);
  return { items, incomplete: reader.incomplete };
}

function recordsOf(path: string): string[] {
  return itemsOf(path).items.flatMap((item) =>
    item.kind === "record" ? [Buffer.from(item.bytes).toString("hex")] : [],
  );
}

const hex = (record: Uint8Array): string => Buffer.from(record).toString("hex");
/** Lengths around what fills a block exactly. */
const lengths = fc.oneof(
  fc.integer({ min: 0, max: 200 }),
  fc.integer({ min: BLOCK - 40, max: BLOCK + 40 }),
  fc.integer({ min: 2 * BLOCK, max: 3 * BLOCK }),
);

describe("the transaction log", () => {
  test("gives back records of any length", () => {
    const path = join(temporaryFolder(), "a.wandb");
    fc.assert(
      fc.property(fc.array(lengths, { maxLength: 12 }), (sizes) => {
        const records = sizes.map((size, index) => Buffer.alloc(size, index + 1));
        written(path, records);
        expect(recordsOf(path)).toEqual(records.map(hex));
      }),
      { numRuns: 60 },
    );
  });

  test("fills a block to the last byte, and pads fewer bytes than a header", () => {
    const path = join(temporaryFolder(), "a.wandb");
    const room = BLOCK - CHUNK_HEADER - CHUNK_HEADER;
    for (const left of [0, 1, 6, 7, 8]) {
      const records = [Buffer.alloc(room - left, 1), Buffer.from("next"), Buffer.alloc(0)];
      written(path, records);
      expect(recordsOf(path)).toEqual(records.map(hex));
    }
  });

  test("is read on while it grows", () => {
    const path = join(temporaryFolder(), "a.wandb");
    const fd = openSync(path, "w");
    onTestFinished(() => closeSync(fd));
    const writer = logWriter(fd);
    const reading = openSync(path, "r");
    onTestFinished(() => closeSync(reading));
    const reader = logReader(reading);
    expect(reader.next()).toBeUndefined();
    const seen: string[] = [];
    for (let index = 0; index < 200; index++) {
      const record = Buffer.alloc((index * 977) % 3_000, index);
      writer.write(record);
      writer.flush();
      for (let item = reader.next(); item; item = reader.next()) if (item.kind === "record") seen.push(hex(item.bytes));
      expect(seen).toHaveLength(index + 1);
      expect(seen.at(-1)).toBe(hex(record));
    }
  });

  test("a log cut at any byte of its last two blocks gives every whole record before the cut", () => {
    const path = join(temporaryFolder(), "a.wandb");
    const records = Array.from({ length: 20 }, (_, index) => Buffer.alloc(2_500 + 97 * index, index + 1));
    const fd = openSync(path, "w+");
    onTestFinished(() => closeSync(fd));
    const writer = logWriter(fd);
    const ends = records.map((record) => {
      writer.write(record);
      writer.flush();
      return writer.length;
    });
    for (let cut = writer.length - 1; cut >= writer.length - 2 * BLOCK; cut--) {
      // Every byte around the ends of records and blocks, every thirteenth elsewhere.
      const isNearBorder = [...ends, BLOCK, 2 * BLOCK].some((border) => Math.abs(border - cut) <= 2 * CHUNK_HEADER);
      if (!isNearBorder && cut % 13 !== 0) continue;
      ftruncateSync(fd, cut);
      const whole = ends.filter((end) => end <= cut);
      const { items, incomplete } = itemsOf(path);
      expect(items.map(({ kind }) => kind)).toEqual(whole.map(() => "record"));
      // Padding behind a record is no record that was begun; everything else is.
      expect(incomplete || cut - (whole.at(-1) ?? 7) < CHUNK_HEADER).toBe(true);
    }
  });

  test("a flipped bit is told, and takes no record from other blocks", () => {
    const path = join(temporaryFolder(), "a.wandb");
    const records = Array.from({ length: 120 }, (_, index) => Buffer.alloc(1_000, index + 1));
    written(path, records);
    const bytes = readFileSync(path);
    const original = records.map(hex);
    fc.assert(
      fc.property(fc.integer({ min: 7, max: bytes.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
        writeFileSync(path, damaged);
        const { items, incomplete } = itemsOf(path);
        const read = items.flatMap((item) => (item.kind === "record" ? [hex(item.bytes)] : []));
        expect(read.every((record) => original.includes(record))).toBe(true);
        // A block holds 32 of these records; one more may run into the next.
        expect(read.length).toBeGreaterThanOrEqual(records.length - 34);
        const isPadding = damaged.length === bytes.length && read.length === records.length;
        expect(isPadding || incomplete || items.some(({ kind }) => kind === "damage")).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test("a file that is no log is told as such", () => {
    const path = join(temporaryFolder(), "a.wandb");
    writeFileSync(path, "this is a text and no log at all");
    expect(itemsOf(path).items[0]).toMatchObject({
      kind: "damage",
      reason: expect.stringContaining("begin") as unknown,
    });
  });
});
