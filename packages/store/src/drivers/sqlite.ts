import { join, resolve } from "node:path";

import { defineStoreDriver } from "@mlops/core";
import { z } from "zod";

import { makeFolder } from "../folders/make-folder.ts";
import { openDatabase } from "../sqlite/open-database.ts";
import { SqliteSession } from "../sqlite/session.ts";
import { SqliteStore } from "../sqlite/sqlite-store.ts";
import { translateStoreError } from "../sqlite/sqlite-errors.ts";
import { whenUnlocked } from "../sqlite/when-unlocked.ts";

const options = z.strictObject({
  home: z.string().min(1).describe("State folder; holds store.db and blobs/."),
  durability: z
    .enum(["process", "power"])
    .default("process")
    .describe("What a finished write survives: the death of any process, or a power cut as well (slower)."),
});

/** Documents in one SQLite file, blobs as plain files: no server, any number of processes on one machine. */
export default defineStoreDriver({
  name: "sqlite",
  summary: "A local folder: documents in one SQLite file, blobs as plain files.",
  options,
  async open({ home, durability }, context) {
    const folder = resolve(home);
    const path = join(folder, "store.db");
    const unique = `${process.pid}-${Buffer.from(context.entropy(8)).toString("hex")}`;
    try {
      makeFolder(join(folder, "blobs"));
      const connection = await whenUnlocked(() => openDatabase(path, unique, { durability }), context);
      return new SqliteStore(new SqliteSession(path, connection, context), join(folder, "blobs"), context, durability);
    } catch (error) {
      throw translateStoreError(error, path);
    }
  },
});
