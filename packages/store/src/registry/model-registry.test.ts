import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ManualClock, runTogether } from "@mlops/conformance";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { exampleModel, openHome, type RegistryArgument } from "./fixtures/registry-tasks.ts";
import { modelRegistry, type ModelRegistry } from "./model-registry.ts";

const PROCESSES = 16;
let home: string;
let cleanUp: AsyncDisposableStack;
let clock: ManualClock;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "mlops-registry-"));
  clock = new ManualClock();
  cleanUp = new AsyncDisposableStack();
  cleanUp.defer(() => rmSync(home, { recursive: true, force: true }));
});

afterEach(async () => {
  await cleanUp[Symbol.asyncDispose]();
});

describe("versions", () => {
  test("are numbered from 1 per name and keep what was registered", async () => {
    const registry = await openRegistry();
    const first = await registry.register(exampleModel({ trainedThrough: 5, labels: { station: "108" } }));
    const second = await registry.register(exampleModel());
    const other = await registry.register(exampleModel({ name: "other" }));
    expect([first.version.version, second.version.version, other.version.version]).toEqual([1, 2, 1]);
    expect(await registry.version("commute-weather", 1)).toEqual({
      ...exampleModel({ trainedThrough: 5, labels: { station: "108" } }),
      _id: "version:commute-weather:1",
      version: 1,
      digest: "ab".repeat(32),
      artifactPath: "model.onnx",
      registrationKey: "version:commute-weather:1",
      recordedAt: clock.wall(),
    });
    expect((await registry.versions("commute-weather")).map(({ version }) => version)).toEqual([2, 1]);
    expect(await registry.version("commute-weather", 3)).toBeUndefined();
  });

  test("a step that is executed again finds the version of its first time", async () => {
    const registry = await openRegistry();
    const first = await registry.register(exampleModel(), "run:register");
    await registry.register(exampleModel());
    const again = await registry.register(exampleModel({ metrics: { rmse: 99 } }), "run:register");
    expect(again).toEqual({ created: false, version: first.version });
    expect((await registry.register(exampleModel({ name: "other" }), "run:register")).created).toBe(true);
  });

  test("are dense and unique under many processes", { timeout: 60_000 }, async () => {
    const answers = (await race("registerVersions", 6)) as { readonly own: number[]; readonly shared: number[] }[];
    const own = answers.flatMap((answer) => answer.own);
    const shared = answers.map((answer) => answer.shared);
    expect(new Set(shared.map(String)).size).toBe(1);
    const all = [...own, ...(shared[0] ?? [])].toSorted((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: PROCESSES * 6 + 6 }, (_, index) => index + 1));
  });

  test("a name that could break an id is refused", async () => {
    const registry = await openRegistry();
    await expect(registry.register(exampleModel({ name: "a:b" }))).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("aliases", () => {
  test("move by compare-and-set and keep their history", async () => {
    const registry = await openRegistry();
    await registry.register(exampleModel());
    await registry.register(exampleModel());
    await move(registry, 1, null);
    clock.advance(1000);
    await move(registry, 2, 1);
    clock.advance(1000);
    await move(registry, 1, 2);
    expect(await registry.alias("commute-weather", "champion")).toMatchObject({ number: 3, version: 1, previous: 2 });
    const history = await registry.history("commute-weather", "champion");
    expect(history.map(({ version, previous }) => [version, previous])).toEqual([
      [1, 2],
      [2, 1],
      [1, null],
    ]);
    await expect(move(registry, 2, null)).rejects.toMatchObject({ code: "MODEL_ALIAS_CONFLICT" });
    await expect(move(registry, 2, 2)).rejects.toMatchObject({ code: "MODEL_ALIAS_CONFLICT" });
    await expect(move(registry, 9, 1)).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  });

  test("a step that is executed again finds its move done, even when the alias moved on", async () => {
    const registry = await openRegistry();
    await registry.register(exampleModel());
    await registry.register(exampleModel());
    const first = await move(registry, 1, null, "run:promote");
    await move(registry, 2, 1);
    expect(await move(registry, 1, null, "run:promote")).toEqual(first);
    expect(await registry.aliases("commute-weather")).toEqual({ champion: 2 });
  });

  test("no move is lost under many processes", { timeout: 60_000 }, async () => {
    const registry = await openRegistry();
    for (let version = 0; version < PROCESSES * 3; version += 1) await registry.register(exampleModel());
    const made = (await race("moveChampion", 3)) as number[][];
    const numbers = Array.from({ length: PROCESSES * 3 }, (_, index) => index + 1);
    expect(made.flat().toSorted((a, b) => a - b)).toEqual(numbers);
    const history = await registry.history("commute-weather", "champion");
    expect(history.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual(numbers);
    expect(history.every(({ version, previous }) => version === (previous ?? 0) + 1)).toBe(true);
  });
});

test("models are listed by name with their newest version and aliases", async () => {
  const registry = await openRegistry();
  expect(await registry.models()).toEqual([]);
  for (const name of ["b", "a", "b", "B.2"]) await registry.register(exampleModel({ name }));
  await registry.moveAlias({ name: "b", alias: "challenger", to: 1, expected: null, reason: "", at: 0 });
  expect((await registry.models()).map(({ name, newest, aliases }) => [name, newest.version, aliases])).toEqual([
    ["B.2", 1, {}],
    ["a", 1, {}],
    ["b", 2, { challenger: 1 }],
  ]);
});

async function openRegistry(): Promise<ModelRegistry> {
  return modelRegistry(cleanUp.use(await openHome(home)), clock);
}

async function move(registry: ModelRegistry, to: number, expected: number | null, key?: string): Promise<unknown> {
  const request = { name: "commute-weather", alias: "champion", to, expected, reason: "better", at: 7 };
  return registry.moveAlias(key === undefined ? request : { ...request, key });
}

async function race(task: string, rounds: number): Promise<unknown[]> {
  const module = new URL("./fixtures/registry-tasks.ts", import.meta.url).href;
  return runTogether(
    Array.from({ length: PROCESSES }, (_, worker) => {
      const argument: RegistryArgument = { home, worker, rounds };
      return { module, task, argument };
    }),
  );
}
