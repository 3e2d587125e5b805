import { closeSync, existsSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { createRing } from "../ring/ring.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { spoolEntries } from "./read-spool.ts";
import { openSpoolFile, spoolFile } from "./spool-file.ts";

const row = (number: number): Buffer => Buffer.from(JSON.stringify({ type: "row", number }));

function numbersOf(path: string): unknown[] {
  return [...spoolEntries(path)].flatMap(({ entries }) =>
    entries.map(({ entry }) => (entry as unknown as { number: number }).number),
  );
}

test.runIf(existsSync("/dev/full"))(
  "a full disk takes nothing from the memory; what waits is written once there is room",
  () => {
    const path = join(temporaryFolder(), "entries.spool");
    const ring = createRing(1024);
    ring.push(row(1), row(1).length);
    const full = { fd: openSync("/dev/full", "w"), length: new SharedArrayBuffer(8) };
    onTestFinished(() => closeSync(full.fd));
    expect(() => spoolFile(full, ring).append([row(2)])).toThrow("ENOSPC");
    expect(ring.used).toBeGreaterThan(0);
    const shared = openSpoolFile(path);
    onTestFinished(() => closeSync(shared.fd));
    spoolFile(shared, ring).append([row(3)]);
    expect(numbersOf(path)).toEqual([1, 3]);
  },
);

test("a torn last frame is cut off when the spool is opened again", () => {
  const path = join(temporaryFolder(), "entries.spool");
  const first = openSpoolFile(path);
  spoolFile(first, createRing(1024)).append([row(1), row(2)]);
  closeSync(first.fd);
  writeFileSync(path, Buffer.from([0xa5, 0xd7, 9, 0, 0]), { flag: "a" });
  const second = openSpoolFile(path);
  onTestFinished(() => closeSync(second.fd));
  spoolFile(second, createRing(1024)).append([row(3)]);
  expect(numbersOf(path)).toEqual([1, 2, 3]);
});
