import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { storeConformance } from "@mlops/conformance";

import sqlite from "./sqlite.ts";

storeConformance({
  name: "sqlite",
  driver: sqlite,
  driverModule: new URL("./sqlite.ts", import.meta.url).href,
  newOptions: () => ({ home: join(mkdtempSync(join(tmpdir(), "mlops-store-")), "home") }),
  removeStore: (options) => rmSync(join(homeOf(options), ".."), { recursive: true, force: true }),
  files: (options) => ({
    documents: [join(homeOf(options), "store.db")],
    blobs: readdirSync(join(homeOf(options), "blobs"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  }),
});

function homeOf(options: unknown): string {
  return sqlite.options.parse(options).home;
}
