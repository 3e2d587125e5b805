import { machineClock, runTogether } from "@mlops/conformance";
import { describe, expect, test } from "vitest";

import { exampleModel, type RegistryArgument } from "../registry/fixtures/registry-tasks.ts";
import { modelRegistry } from "../registry/model-registry.ts";
import { hasMongo, mongoUri } from "./fixtures/mongo-service.ts";
import { temporaryDatabase } from "./fixtures/open-mongo.ts";

const PROCESSES = 16;

describe.skipIf(!hasMongo)(`the model registry under ${PROCESSES} processes`, () => {
  test("versions are dense and unique", { timeout: 120_000 }, async () => {
    await using temporary = temporaryDatabase();
    const answers = (await race(temporary.database, "registerVersions", 3)) as {
      readonly own: number[];
      readonly shared: number[];
    }[];
    const shared = answers.map((answer) => answer.shared);
    expect(new Set(shared.map(String)).size).toBe(1);
    const all = [...answers.flatMap(({ own }) => own), ...(shared[0] ?? [])].toSorted((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: PROCESSES * 3 + 3 }, (_, index) => index + 1));
  });

  test("no move of an alias is lost", { timeout: 120_000 }, async () => {
    await using temporary = temporaryDatabase();
    const registry = modelRegistry(await temporary.open(), machineClock);
    for (let version = 0; version < PROCESSES * 2; version += 1) await registry.register(exampleModel());
    const made = (await race(temporary.database, "moveChampion", 2)) as number[][];
    const numbers = Array.from({ length: PROCESSES * 2 }, (_, index) => index + 1);
    expect(made.flat().toSorted((a, b) => a - b)).toEqual(numbers);
    const history = await registry.history("commute-weather", "champion");
    expect(history.every(({ version, previous }) => version === (previous ?? 0) + 1)).toBe(true);
    expect(history).toHaveLength(numbers.length);
  });
});

async function race(database: string, task: string, rounds: number): Promise<unknown[]> {
  const module = new URL("../registry/fixtures/registry-tasks.ts", import.meta.url).href;
  return runTogether(
    Array.from({ length: PROCESSES }, (_, worker) => {
      const argument: RegistryArgument = { home: { uri: mongoUri(), database }, worker, rounds };
      return { module, task, argument };
    }),
  );
}
