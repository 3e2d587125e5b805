import { join } from "node:path";

import { expect, test } from "vitest";

import { dropDatabase, hasMongo } from "../packages/store/src/mongodb/fixtures/mongo-service.ts";
import { mlops, temporaryFolder } from "./command.ts";

test.skipIf(!hasMongo)(
  "a local store moves to a server, is used there, backed up, and comes back",
  { timeout: 120_000 },
  async () => {
    await using folder = await temporaryFolder();
    const database = `mlops_e2e_${crypto.randomUUID().replaceAll("-", "")}`;
    await using _ = { [Symbol.asyncDispose]: () => dropDatabase(database) };
    const environment = {
      MONGODB_URI: process.env["MONGODB_URI"],
      MONGODB_DATABASE: database,
      MLOPS_HOME: join(folder.path, "home"),
    };
    const answer = async (...words: string[]): Promise<Record<string, unknown>> => {
      const result = await mlops([...words, "--json"], { cwd: folder.path, environment });
      expect(result.exitCode, `${words.join(" ")}\n${result.stdout}\n${result.stderr}`).toBe(0);
      return JSON.parse(result.stdout) as Record<string, unknown>;
    };
    const runs = async (...words: string[]): Promise<unknown> => (await answer("runs", "list", ...words))["runs"];

    await answer("realtime", "--offline");
    const before = await runs();
    const copied = await answer("store", "copy", "--from", "sqlite", "--to", "configured", "--env", "dev");
    expect(copied).toMatchObject({ schema: "mlops.store-copy/v1", status: "ok", to: { driver: "mongodb" } });
    expect(await runs("--env", "dev")).toEqual(before);

    expect(await answer("store", "migrate", "--env", "dev")).toMatchObject({ from: 1, to: 1, pending: [] });
    const backup = await answer("store", "backup", "--env", "dev");
    expect(await runs("--home", String(backup["path"]))).toEqual(before);
    const back = await answer("store", "copy", "--from", "configured", "--to", "sqlite:back", "--env", "dev");
    expect(back).toMatchObject({ from: { driver: "mongodb" }, to: { driver: "sqlite" } });
    expect(await runs("--home", "back")).toEqual(before);
  },
);
