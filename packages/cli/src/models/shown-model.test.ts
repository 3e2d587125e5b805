import { randomBytes } from "node:crypto";

import { modelRegistry, type ModelRegistry } from "@mlops/store";
import sqlite from "@mlops/store/drivers/sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";

import { systemClock } from "../clock.ts";
import { styleOf } from "../render/style.ts";
import { temporaryFolder } from "../testing/run-mlops.ts";
import { modelText } from "./model-text.ts";
import { shownModel } from "./shown-model.ts";

const FOLDER = "/nowhere";
const style = styleOf({ isTerminal: false, columns: undefined, colour: false, environment: {} });
let registry: ModelRegistry;
let opened: AsyncDisposableStack;

beforeEach(async () => {
  opened = new AsyncDisposableStack();
  const { path } = opened.use(await temporaryFolder());
  const clock = systemClock();
  const store = opened.use(
    await sqlite.open(sqlite.options.parse({ home: path }), {
      clock,
      signal: new AbortController().signal,
      offline: true,
      entropy: (length) => randomBytes(length),
      warn: () => undefined,
    }),
  );
  registry = modelRegistry(store, clock);
});

afterEach(() => opened.disposeAsync());

async function register(mae: number): Promise<void> {
  await registry.register({
    name: "comfort.v1",
    artifact: { digest: "ab".repeat(32), size: 12, mediaType: "application/onnx" },
    signature: { inputs: ["a", "b", "c", "d", "e"].map((name) => ({ name, type: "double" })), outputs: [] },
    metrics: { mae, r2: null },
    baselines: { persistence: { mae: 2, r2: 0.5 } },
    synthetic: false,
    at: 0,
  });
}

const shown = async (given: string): Promise<number> => (await shownModel(registry, given, FOLDER)).version;

test("a bare name is the champion, and the newest version where none was chosen", async () => {
  await register(1);
  await register(1.5);
  expect(await shown("comfort.v1")).toBe(2);
  await registry.moveAlias({ name: "comfort.v1", alias: "champion", to: 1, expected: null, reason: "better", at: 0 });
  expect(await shown("comfort.v1")).toBe(1);
});

test("a version or alias needs no scheme", async () => {
  await register(1);
  await register(1.5);
  await registry.moveAlias({ name: "comfort.v1", alias: "champion", to: 1, expected: null, reason: "better", at: 0 });
  expect(await shown("comfort.v1/2")).toBe(2);
  expect(await shown("comfort.v1@champion")).toBe(1);
  expect(await shown("models:/comfort.v1/2")).toBe(2);
});

test("what is not registered is not found; a file stays a file", async () => {
  await expect(shown("comfort.v1")).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  await expect(shown("models:/comfort.v1")).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  await expect(shown("model.onnx")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});

test("people see metrics with units beside their baselines, and many inputs by their number", async () => {
  await register(1);
  const version = await shownModel(registry, "comfort.v1", FOLDER);
  const text = modelText({ version, versions: [version], aliases: { champion: 1 }, history: [] }, style);
  expect(text).toMatch(/inputs +5 of type double/);
  expect(text).toMatch(/ON THE LAST PART +MAE \(points\) +R2\nmodel +1\.000 +–\nscore persistence +2\.000 +0\.500/);
});
