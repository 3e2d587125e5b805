import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { isMlopsError, sha256Hex } from "@mlops/core";
import { type Dimension, doubles, graphBuilder, onnxModel, writeModel } from "@mlops/onnx";
import { describe, expect, it } from "vitest";

import { openModel } from "./open-model.ts";

const rows: readonly Dimension[] = ["rows"];

/** One output for each input, all four types, unchanged; the double one is doubled. */
function allTypes(): Uint8Array {
  const graph = graphBuilder("all types");
  const x = graph.input("x", "double", rows);
  const at = graph.input("at", "int64", rows);
  const flag = graph.input("flag", "bool", rows);
  const text = graph.input("text", "string", rows);
  graph.output("twice", graph.node("Mul", [x, graph.constant("two", doubles([2], []))]), "double", rows);
  graph.output("at_out", at, "int64", rows);
  graph.output("flag_out", flag, "bool", rows);
  graph.output("text_out", text, "string", rows);
  return writeModel(onnxModel(graph.finish(), { metadata: { model: "all-types", version: "3" } }));
}

function columnsOf(count: number) {
  const index = Array.from({ length: count }, (_, row) => row);
  return {
    x: Float64Array.from(index, (row) => (row % 7 === 3 ? Number.NaN : row / 3)),
    at: BigInt64Array.from(index, (row) => (row === 0 ? -(2n ** 63n) : BigInt(row) * 3_600_000n)),
    flag: Uint8Array.from(index, (row) => row % 2),
    text: index.map((row) => (row % 5 === 0 ? "" : `서울 ${row}`)),
  };
}

async function failureOf(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work;
  } catch (error) {
    if (isMlopsError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("it did not fail");
}

describe("openModel", () => {
  it("describes inputs, outputs and metadata", async () => {
    await using model = await openModel(allTypes());
    expect(model.inputs).toEqual([
      { name: "x", type: "double" },
      { name: "at", type: "int64" },
      { name: "flag", type: "bool" },
      { name: "text", type: "string" },
    ]);
    expect(model.outputs.map(({ name, type }) => [name, type])).toEqual([
      ["twice", "double"],
      ["at_out", "int64"],
      ["flag_out", "bool"],
      ["text_out", "string"],
    ]);
    expect(model.metadata).toEqual({ model: "all-types", version: "3" });
  });

  it.each([0, 1, 2, 4095, 4096, 4097, 10_000])("answers %i rows of every type", async (count) => {
    await using model = await openModel(allTypes());
    const columns = columnsOf(count);
    expect(await model.predict(columns)).toEqual({
      twice: columns.x.map((value) => value * 2),
      at_out: columns.at,
      flag_out: columns.flag,
      text_out: columns.text,
    });
  });

  it("does not mind the order of the columns, nor several predictions at once", async () => {
    await using model = await openModel(allTypes(), { threads: 2 });
    const { x, at, flag, text } = columnsOf(5000);
    const [first, second] = await Promise.all([
      model.predict({ x, at, flag, text }),
      model.predict({ text, flag, at, x }),
    ]);
    expect(first).toEqual(second);
  });

  it("opens a file, and names one that is not there", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "mlops-model-"));
    const file = path.join(folder, "model.onnx");
    try {
      await writeFile(file, allTypes());
      await using model = await openModel(file);
      expect(model.outputs).toHaveLength(4);
      expect(await failureOf(openModel(path.join(folder, "none.onnx")))).toMatchObject({ code: "FILE_NOT_FOUND" });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("refuses columns that are not the model's", async () => {
    await using model = await openModel(allTypes());
    const columns = columnsOf(3);
    const { x, ...withoutX } = columns;
    const failures = {
      missing: await failureOf(model.predict(withoutX)),
      unknown: await failureOf(model.predict({ ...columns, extra: x })),
      short: await failureOf(model.predict({ ...columns, text: ["a"] })),
      text: await failureOf(model.predict({ ...columns, x: ["1", "2", "3"] })),
      nul: await failureOf(model.predict({ ...columns, text: ["a", "b\0", "c"] })),
      byte: await failureOf(model.predict({ ...columns, flag: Uint8Array.of(0, 1, 2) })),
      infinite: await failureOf(model.predict({ ...columns, x: Float64Array.of(0, -Infinity, 1) })),
    };
    expect(failures).toEqual({
      missing: { code: "MODEL_INPUT_MISSING", message: 'The model needs "x", which was not given.' },
      unknown: { code: "MODEL_INPUT_UNKNOWN", message: 'The model has no input "extra".' },
      short: { code: "MODEL_INPUT_LENGTH", message: 'The column "text" has 1 rows, others have 3.' },
      text: { code: "MODEL_INPUT_TYPE", message: 'The column "x" is of type double and has to be a Float64Array.' },
      nul: { code: "MODEL_INPUT_TYPE", message: expect.stringContaining("strings without NUL") },
      byte: { code: "MODEL_INPUT_TYPE", message: expect.stringContaining("Uint8Array of 0 and 1") },
      infinite: { code: "MODEL_INPUT_NOT_FINITE", message: 'The column "x" is -Infinity in row 1.' },
    });
  });

  it("waits for predictions under way when disposed, then refuses", async () => {
    const model = await openModel(allTypes());
    const running = model.predict(columnsOf(9000));
    await Promise.all([model[Symbol.asyncDispose](), model[Symbol.asyncDispose]()]);
    expect((await running)["twice"]).toHaveLength(9000);
    expect(await failureOf(model.predict(columnsOf(1)))).toMatchObject({ code: "MODEL_CLOSED" });
  });

  it("stops between chunks when cancelled", async () => {
    await using model = await openModel(allTypes());
    const signal = AbortSignal.abort();
    expect(await failureOf(model.predict(columnsOf(9000), { signal }))).toMatchObject({ code: "CANCELLED" });
  });

  it("refuses models whose inputs or outputs are no columns", async () => {
    const graph = graphBuilder("matrix");
    graph.output("y", graph.input("x", "float", ["rows", 3]), "float", ["rows", 3]);
    expect(await failureOf(openModel(writeModel(onnxModel(graph.finish()))))).toEqual({
      code: "MODEL_UNSUPPORTED",
      message: 'The model\'s input "x" is float[rows, 3], which is not a column.',
    });
  });

  it("refuses an output that is not one value per row", async () => {
    const graph = graphBuilder("sum");
    const total = graph.node("ReduceSum", [graph.input("x", "double", rows)], { attributes: { keepdims: { int: 1 } } });
    graph.output("total", total, "double", ["one"]);
    await using model = await openModel(writeModel(onnxModel(graph.finish())));
    expect(await failureOf(model.predict({ x: Float64Array.of(1, 2) }))).toMatchObject({
      code: "MODEL_UNSUPPORTED",
      message: expect.stringContaining("1 values for 2 rows"),
    });
  });

  it("translates a failure while running", async () => {
    const graph = graphBuilder("shapes");
    const three = graph.constant("three", doubles([1, 2, 3]));
    graph.output("y", graph.node("Add", [graph.input("x", "double", rows), three]), "double", rows);
    await using model = await openModel(writeModel(onnxModel(graph.finish())));
    expect(await failureOf(model.predict({ x: new Float64Array(5) }))).toMatchObject({ code: "MODEL_RUN_FAILED" });
  });

  it("refuses damaged files", async () => {
    const bytes = allTypes();
    expect(await failureOf(openModel(bytes.subarray(0, bytes.length / 2)))).toMatchObject({ code: "MODEL_DAMAGED" });
    expect(await failureOf(openModel(new Uint8Array()))).toMatchObject({ code: "MODEL_DAMAGED" });
    const graph = graphBuilder("g");
    graph.output("y", graph.node("NoSuchOperator", [graph.input("x", "double", rows)]), "double", rows);
    expect(await failureOf(openModel(writeModel(onnxModel(graph.finish()))))).toMatchObject({
      code: "MODEL_DAMAGED",
      message: expect.stringContaining("NoSuchOperator"),
    });
  });

  it("finds by its digest a file that is changed and still readable", async () => {
    const bytes = allTypes();
    const digest = sha256Hex(bytes);
    await using whole = await openModel(bytes, { digest });
    expect(whole.outputs).toHaveLength(4);
    const weight = bytes.findIndex((byte, index) => byte === 0x40 && bytes[index - 1] === 0);
    bytes[weight] = 0x41;
    await using changed = await openModel(bytes);
    expect((await changed.predict(columnsOf(3)))["twice"]).not.toEqual((await whole.predict(columnsOf(3)))["twice"]);
    expect(await failureOf(openModel(bytes, { digest }))).toMatchObject({
      code: "MODEL_DAMAGED",
      message: expect.stringContaining(`not ${digest}`),
    });
  });

  it.each([0, 1.5])("refuses to run on %d threads", async (threads) => {
    expect(await failureOf(openModel(allTypes(), { threads }))).toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("prints nothing, whatever goes wrong", async () => {
    const script = `
      const { openModel } = await import(${JSON.stringify(new URL("open-model.ts", import.meta.url).href)});
      const { doubles, graphBuilder, onnxModel, writeModel } = await import(${JSON.stringify(import.meta.resolve("@mlops/onnx"))});
      const graph = graphBuilder("g");
      const three = graph.constant("three", doubles([1, 2, 3]));
      graph.output("y", graph.node("Add", [graph.input("x", "double", ["rows"]), three]), "double", ["rows"]);
      const bytes = writeModel(onnxModel(graph.finish()));
      const model = await openModel(bytes);
      await model.predict({ x: new Float64Array(3) });
      await model.predict({ x: new Float64Array(5) }).catch(() => undefined);
      await openModel(bytes.fill(0xff, 40, 60)).catch(() => undefined);
      await model[Symbol.asyncDispose]();`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
    expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "" });
  });
});
