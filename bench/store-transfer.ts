// Copy, backup and restore of a local store: `node bench/store-transfer.ts [DOCUMENTS] [BLOB MEGABYTES]`.
// Beside each figure stands what the disk needs for the same bytes (`cp -r` of the folder, then sync).
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { systemContext } from "@mlops/conformance";

import { backupSqlite, copyStore, restoreSqlite } from "../packages/store/src/index.ts";
import sqlite from "../packages/store/src/drivers/sqlite.ts";

const [documents = 100_000, megabytes = 200] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "mlops-bench-"));
const place = (name: string): string => join(folder, name);

async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

try {
  const open = (name: string) => sqlite.open({ home: place(name), durability: "process" }, systemContext());
  await using source = await open("source");
  const rows = source.collection<{ readonly _id: string; readonly n: number; readonly text: string }>({ name: "rows" });
  for (let from = 0; from < documents; from += 1000) {
    await rows.insertManyOnce(
      Array.from({ length: 1000 }, (_, n) => ({ _id: `row:${from + n}`, n: from + n, text: "weather ".repeat(40) })),
    );
  }
  for (let blob = 0; blob < megabytes / 10; blob += 1) await source.blobs.put(randomBytes(10_000_000));

  await using target = await open("target");
  const disk = await seconds(() => execFileSync("sh", ["-c", `cp -r ${place("source")} ${place("cp")} && sync`]));
  const request = { source, target, definitions: [], dryRun: false };
  const copied = await seconds(() => copyStore(request));
  const again = await seconds(() => copyStore(request));
  let path = "";
  const backedUp = await seconds(async () => {
    const request = { home: place("source"), folder: place("kept"), takenAt: Date.now(), madeBy: "bench", unique: "b" };
    ({ path } = await backupSqlite(request));
  });
  const restored = await seconds(() =>
    restoreSqlite({ file: path, home: place("back"), force: false, dryRun: false, at: Date.now(), unique: "b" }),
  );
  const line = (what: string, time: number): string =>
    `${what.padEnd(28)} ${time.toFixed(2).padStart(7)} s  ${(time / disk).toFixed(1).padStart(6)} × cp`;
  process.stdout.write(
    [
      `${documents} documents of 360 bytes, ${megabytes} MB of blobs`,
      line("cp -r and sync", disk),
      line("copy and verify", copied),
      line("the same copy again", again),
      line("backup", backedUp),
      line("restore", restored),
      "",
    ].join("\n"),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
