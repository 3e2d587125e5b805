import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ManualClock } from "@mlops/conformance";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { exampleModel, openHome } from "./fixtures/registry-tasks.ts";
import { parseModelReference } from "./model-reference.ts";
import { modelRegistry, type ModelRegistry } from "./model-registry.ts";
import { resolveModel } from "./resolve-model.ts";

const folder = mkdtempSync(join(tmpdir(), "mlops-resolve-"));
const runId = "r20131005120000abcdef";
const cleanUp = new AsyncDisposableStack();
let registry: ModelRegistry;

beforeAll(async () => {
  cleanUp.defer(() => rmSync(folder, { recursive: true, force: true }));
  registry = modelRegistry(cleanUp.use(await openHome(join(folder, "home"))), new ManualClock());
  await registry.register(exampleModel());
  await registry.register(exampleModel({ runId, artifactPath: "models/best.onnx" }));
  const request = { name: "commute-weather", expected: null, reason: "better", at: 0 };
  await registry.moveAlias({ ...request, alias: "champion", to: 1 });
  await registry.moveAlias({ ...request, alias: "challenger", to: 2 });
  writeFileSync(join(folder, "model.onnx"), "bytes");
});

afterAll(async () => {
  await cleanUp[Symbol.asyncDispose]();
});

describe("resolveModel", () => {
  test.each([
    ["models:/commute-weather", 1],
    ["models:/commute-weather@champion", 1],
    ["models:/commute-weather@challenger", 2],
    ["models:/commute-weather/1", 1],
    ["models:/commute-weather/2", 2],
    [`runs:/${runId}/models/best.onnx`, 2],
  ])("%s is version %d", async (uri, version) => {
    expect(await resolveModel(registry, uri, folder)).toMatchObject({
      kind: "registered",
      uri: `models:/commute-weather/${version}`,
      version: { version },
    });
  });

  test("a path is a file relative to the folder", async () => {
    expect(await resolveModel(registry, "model.onnx", folder)).toEqual({
      kind: "file",
      path: join(folder, "model.onnx"),
    });
    await expect(resolveModel(registry, "absent.onnx", folder)).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
    await expect(resolveModel(registry, "home", folder)).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });

  test.each(["models:/absent", "models:/commute-weather/3", "models:/commute-weather@other", `runs:/${runId}/x.onnx`])(
    "%s does not exist",
    async (uri) => {
      await expect(resolveModel(registry, uri, folder)).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
    },
  );
});

describe("parseModelReference", () => {
  test.each([
    "",
    "models:/",
    "models:/a/",
    "models:/a/0",
    "models:/a/01",
    "models:/a/-1",
    "models:/a/1/2",
    "models:/a@",
    "models:/a@1",
    "models:/a@Champion",
    "models:/a@b@c",
    "models:/a/1@b",
    "models:/-a",
    "models:/a b",
    "models:/a/99999999999999999999",
    "runs:/x/model.onnx",
    `runs:/${runId}`,
    `runs:/${runId}/`,
    "model:/a",
    "s3://bucket/model.onnx",
    "a\0b",
  ])("%j is refused", (uri) => {
    expect(() => parseModelReference(uri)).toThrow(expect.objectContaining({ code: "MODEL_URI_INVALID" }));
  });

  test("paths are paths, on every system", () => {
    for (const path of [
      "model.onnx",
      "./a@b/model.onnx",
      "/abs/model.onnx",
      "C:\\models\\m.onnx",
      "C:/models/m.onnx",
    ]) {
      expect(parseModelReference(path)).toEqual({ kind: "file", path });
    }
  });
});
