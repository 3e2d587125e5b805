import { createRequire } from "node:module";
import { createConnection } from "node:net";
import { once } from "node:events";
import { join } from "node:path";

import { requireService } from "@mlops/conformance";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { answerOf, expectFailure } from "./answers.ts";
import { mlops, projectRoot, temporaryFolder } from "./command.ts";
import { fileSource, hours, instantOf, writeWeather } from "./weather-file.ts";

const uri = process.env["MONGODB_URI"];
const hasMongo = requireService("mongodb", uri !== undefined && (await listens(uri)));

/**
 * What differs between two executions of the same command: instants of the machine, measured times, run ids in digests, the
 * snapshot of the configuration, which names the store.
 */
const own = /^(?:config|startedAt|finishedAt|updatedAt|recordedAt|durationMs|timings|digest|artifact|checked)$/;

describe.skipIf(!hasMongo)("the environment dev, whose store is MongoDB", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let source: readonly string[];
  const environment = { MONGODB_URI: uri, MONGODB_DATABASE: `mlops_e2e_${crypto.randomUUID().replaceAll("-", "")}` };

  beforeAll(async () => {
    folder = await temporaryFolder();
    const file = join(folder.path, "weather.csv");
    await writeWeather(file);
    source = [...fileSource(file), "--at", instantOf(hours - 48)];
  });

  afterAll(async () => {
    const load = createRequire(join(projectRoot, "packages/store/package.json"));
    const { MongoClient } = load("mongodb") as { readonly MongoClient: new (uri: string) => Client };
    const client = new MongoClient(uri ?? "");
    await client.db(environment.MONGODB_DATABASE).dropDatabase();
    await client.close();
    await folder[Symbol.asyncDispose]();
  });

  test("answers every command as sqlite does", { timeout: 120_000 }, async () => {
    const commands = [
      ["train", ...source],
      ["realtime", ...source],
      ["models", "list"],
      ["models", "show", "models:/commute-comfort-JFK@champion"],
      ["runs", "list"],
      ["runs", "list", "--kind", "train"],
      ["fsck"],
    ];
    for (const command of commands) {
      const run = async (home: string, ...flags: readonly string[]): Promise<unknown> =>
        comparable(
          answerOf(await mlops([...command, ...flags, "--home", join(folder.path, home), "--json"], { environment })),
        );
      expect(await run("over-mongodb", "--env", "dev"), command.join(" ")).toEqual(await run("over-sqlite"));
    }
  });

  test("says where each part of its address comes from, and hides the password", async () => {
    const given = { ...environment, MONGODB_PASSWORD: "not-to-be-seen" };
    for (const key of ["uri", "password"]) {
      const { stdout } = await mlops(["config", "explain", `store.mongodb.${key}`, "--env", "dev"], {
        environment: given,
      });
      expect(stdout).toContain(`MONGODB_${key.toUpperCase()}`);
      expect(stdout).not.toContain("not-to-be-seen");
    }
  });

  test("without a server ends with exit code 6, the host and what to do", { timeout: 60_000 }, async () => {
    const nowhere = { MONGODB_URI: "mongodb://reader:not-to-be-seen@127.0.0.1:9/" };
    const result = await mlops(["runs", "list", "--env", "dev", "--json"], { environment: nowhere });
    expectFailure(result, { exit: 6, code: "STORE_UNAVAILABLE", names: ["127.0.0.1:9"], hint: "MONGODB_URI" });
    expect(result.stdout + result.stderr).not.toContain("not-to-be-seen");
  });
});

/** What is needed of the official driver, which is a dependency of the store's package only. */
interface Client {
  db(name: string): { dropDatabase(): Promise<unknown> };
  close(): Promise<void>;
}

function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value === "string") {
    return value.replaceAll(/\br\d{14}[a-z0-9]{6}\b/g, "RUN").replaceAll(/over-(?:mongodb|sqlite)\b/g, "HOME");
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, own.test(name) && each !== null ? "…" : comparable(each)]),
  );
}

async function listens(address: string): Promise<boolean> {
  const [, host = "", port = "27017"] =
    /@?([^/@:,]+)(?::(\d+))?(?:[,/?]|$)/.exec(address.replace(/^[^/]*\/\//, "")) ?? [];
  const socket = createConnection({ host, port: Number(port) });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
