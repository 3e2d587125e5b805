import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { requireService } from "@mlops/conformance";
import { describe, expect, it } from "vitest";

import type { Attributes } from "./attribute.ts";
import { onnxModel, type OnnxModel } from "./model.ts";
import type { Tensor } from "./tensor.ts";
import { readModel } from "./read-model.ts";
import { writeModel } from "./write-model.ts";

const python = process.env["MLOPS_PYTHON_ONNX"];
const describer = fileURLToPath(new URL("../../../../tools/python/describe_onnx.py", import.meta.url));

async function describedByPython(model: OnnxModel): Promise<unknown> {
  const folder = await mkdtemp(path.join(tmpdir(), "mlops-onnx-"));
  try {
    const file = path.join(folder, "model.onnx");
    await writeFile(file, writeModel(model));
    const { stdout } = await promisify(execFile)(python ?? "", [describer, file]);
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const tensors: readonly Tensor[] = [
  { type: "double", data: Float64Array.of(Math.PI, -0, 1e308, 5e-324), dimensions: [2, 2] },
  { type: "float", data: Float32Array.of(0.1, -2.5), dimensions: [2, 1] },
  { type: "int64", data: BigInt64Array.of(-(2n ** 53n), 0n, 2n ** 53n), dimensions: [3] },
  { type: "int32", data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1), dimensions: [2] },
  { type: "uint8", data: Uint8Array.of(0, 200), dimensions: [2] },
  { type: "string", data: ["", "서울", "NaN"], dimensions: [3] },
  { type: "int64", data: BigInt64Array.of(7n), dimensions: [] },
];

const attributes: Attributes = {
  one: { int: -3 },
  zero: { int: 0 },
  half: { float: 0.5 },
  nothing: { float: 0 },
  text: { string: "BRANCH_LEQ 나무" },
  integers: { ints: [1, -2, 2n ** 40n] },
  numbers: { floats: [0.5, -0.25] },
  texts: { strings: ["a", "", "다"] },
  table: { tensor: { type: "double", data: Float64Array.of(1.5), dimensions: [1] } },
};

/** Typed arrays and the kinds of attributes, as JSON shows them. */
function plain(tensor: Tensor) {
  const data: (number | bigint | string)[] = [...tensor.data];
  return { ...tensor, data: data.map((value) => (typeof value === "bigint" ? Number(value) : value)) };
}

describe.skipIf(!requireService("python", python !== undefined))("writeModel as Python's onnx reads it", () => {
  it("keeps every tensor, attribute, port and property", async () => {
    const ports = [{ name: "기온", type: "double", shape: ["rows", 3] } as const];
    const initializers = tensors.map((tensor, index) => ({ name: `t${index}`, tensor }));
    const node = { name: "n/0", operator: "Thing", domain: "ai.onnx.ml", inputs: ["기온", "", "t0"], outputs: ["y"] };
    const graph = { name: "g", inputs: ports, outputs: ports, initializers, nodes: [{ ...node, attributes }] };
    const producer = { name: "mlops", version: "0.1.0" };
    const model = onnxModel(graph, { opsets: { "ai.onnx.ml": 3 }, metadata: { b: "둘", a: "" }, producer });
    expect(await describedByPython(readModel(writeModel(model)))).toEqual({
      irVersion: 9,
      opsets: { "": 17, "ai.onnx.ml": 3 },
      producer,
      metadata: { a: "", b: "둘" },
      name: "g",
      inputs: ports,
      outputs: ports,
      initializers: initializers.map(({ name, tensor }) => ({ name, tensor: plain(tensor) })),
      nodes: [
        {
          ...node,
          attributes: {
            one: -3,
            zero: 0,
            half: 0.5,
            nothing: 0,
            text: "BRANCH_LEQ 나무",
            integers: [1, -2, 2 ** 40],
            numbers: [0.5, -0.25],
            texts: ["a", "", "다"],
            table: { type: "double", dimensions: [1], data: [1.5] },
          },
        },
      ],
    });
  });
});
