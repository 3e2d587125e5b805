import { readFileSync } from "node:fs";

import { isMlopsError } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { errorFunction } from "../families/error-function.ts";
import { graphBuilder } from "../graph/graph-builder.ts";
import { inferValues } from "../inference/infer-values.ts";
import { onnxModel } from "../model/model.ts";
import { readModel } from "../model/read-model.ts";
import { bools, doubles, floats, int64s, strings } from "../model/tensor.ts";
import { expectClose } from "../testing/expect-close.ts";
import { feedsOf, modelOf } from "../testing/operator-case.ts";
import { runOnnxRuntime } from "../testing/run-onnx-runtime.ts";
import { interpret } from "./interpret.ts";

const golden = (name: string): Buffer =>
  readFileSync(new URL(`../../../../fixtures/golden/onnx/${name}`, import.meta.url));

/** mean(sigmoid(x w)), of floats. */
function logistic() {
  const graph = graphBuilder("logistic");
  const x = graph.input("x", "float", ["rows", 2]);
  const w = graph.input("w", "float", [2]);
  const margin = graph.node("MatMul", [x, w]);
  const mean = graph.node("ReduceMean", [graph.node("Sigmoid", [margin])], { attributes: { keepdims: { int: 0 } } });
  graph.output("mean", mean, "float", []);
  return onnxModel(graph.finish());
}

describe("interpret", () => {
  it("gives the ridge's numbers as ONNX Runtime does, missing values included", async () => {
    const bytes = golden("ridge.onnx");
    const model = readModel(bytes);
    expect(inferValues(model).get("value")).toEqual({ type: "double", shape: ["rows"] });
    const column = fc.oneof(fc.constant(Number.NaN), fc.double({ min: -2000, max: 2000, noNaN: true }));
    const rows = fc.array(fc.tuple(column, column, column), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, async (table) => {
        const names = model.graph.inputs.map(({ name }) => name);
        const feeds = Object.fromEntries(
          names.map((name, index) => [name, doubles(table.map((row) => Number(row[index])))]),
        );
        const { value } = await runOnnxRuntime(bytes, feeds);
        if (value === undefined) throw new Error("no value");
        expectClose(interpret(model, feeds)["value"], value, "value");
      }),
      { numRuns: 50 },
    );
  });

  it("runs an If inside a Loop as onnx's reference evaluator and ONNX Runtime do", async () => {
    const model = readModel(golden("control-flow.onnx"));
    const cases = JSON.parse(golden("control-flow.json").toString()) as {
      n: number;
      start: number[];
      step: number[];
      total: number[];
      rows: number[][];
    }[];
    for (const { n, start, step, total, rows } of cases) {
      const feeds = { n: int64s([n], []), start: doubles(start), step: doubles(step) };
      const results = interpret(model, feeds);
      expectClose(results["total"], doubles(total), "total");
      if (n > 0) expectClose(results["rows"], doubles(rows.flat(), [n, start.length]), "rows");
      const judged = await runOnnxRuntime(model, feeds);
      for (const name of n > 0 ? ["total", "rows"] : ["total"]) {
        const expected = judged[name];
        if (expected === undefined) throw new Error(`no ${name}`);
        expectClose(results[name], expected, name);
      }
    }
    expect(inferValues(model).get("rows")).toEqual({ type: "double", shape: ["n", "k"] });
  });

  it("computes floats as doubles where asked to, exactly enough for finite differences", () => {
    const model = logistic();
    const x = doubles([0.5, -1.25, 2, 0.75], [2, 2]);
    const at = (w: readonly number[]): number => {
      const { mean } = interpret(model, { x, w: doubles(w) }, { precision: "double" });
      expect(mean?.type).toBe("double");
      return Number(mean?.data[0]);
    };
    const w = [0.3, -0.7];
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
    const rows = [
      [0.5, -1.25],
      [2, 0.75],
    ] as const;
    for (const axis of [0, 1] as const) {
      const step = 1e-5;
      const difference =
        (at(w.with(axis, (w[axis] ?? 0) + step)) - at(w.with(axis, (w[axis] ?? 0) - step))) / (2 * step);
      const gradient = rows.reduce((sum, row) => {
        const p = sigmoid(row[0] * 0.3 - row[1] * 0.7);
        return sum + (p * (1 - p) * row[axis]) / 2;
      }, 0);
      expect(Math.abs(difference - gradient)).toBeLessThan(1e-10);
    }
    const rounded = interpret(model, { x: floats([0.5, -1.25, 2, 0.75], [2, 2]), w: floats(w) })["mean"];
    expect(rounded?.type).toBe("float");
    expect(Math.abs(Number(rounded?.data[0]) - at(w))).toBeLessThan(1e-7);
  });

  it("has the error function to double precision (values of Abramowitz & Stegun, table 7.1, and of mpmath)", () => {
    for (const [x, value] of [
      [0, 0],
      [0.5, 0.5204998778130465],
      [1, 0.8427007929497149],
      [2, 0.9953222650189527],
      [3, 0.9999779095030014],
      [3.5, 0.9999992569016276],
      [1e-8, 1.1283791670955126e-8],
      [Infinity, 1],
    ] as const) {
      expect(Math.abs(errorFunction(x) - value)).toBeLessThanOrEqual(4e-16 * value);
      expect(errorFunction(-x)).toBe(-errorFunction(x));
    }
    expect(errorFunction(Number.NaN)).toBeNaN();
  });

  it("reduces nothing to the operator's own beginning", () => {
    const sum = modelOf({
      operator: "ReduceSum",
      inputs: [doubles([], [0, 2]), int64s([0])],
      attributes: { keepdims: { int: 0 } },
    });
    expect(interpret(sum, { in0: doubles([], [0, 2]), in1: int64s([0]) })["out0"]).toEqual(doubles([0, 0]));
    const texts = { operator: "Gather", inputs: [strings(["a", "b", "c", "d"], [2, 2]), int64s([1])] };
    expect(interpret(modelOf(texts), feedsOf(texts))["out0"]).toEqual(strings(["c", "d"], [1, 2]));
  });

  it.each([
    ["a missing input", { x: floats([1, 2], [1, 2]) }, 'The input "w" is missing.'],
    ["an unknown input", { x: floats([1, 2], [1, 2]), w: floats([1, 2]), v: floats([1]) }, 'There is no input "v"'],
    ["another type", { x: floats([1, 2], [1, 2]), w: doubles([1, 2]) }, 'The input "w" is of type float, not double.'],
    [
      "another shape",
      { x: floats([1, 2, 3], [1, 3]), w: floats([1, 2]) },
      "has the shape [rows, 2] (rows = 1), not [1, 3]",
    ],
  ])("refuses %s", (_, feeds, message) => {
    expect(() => interpret(logistic(), feeds)).toThrow(message);
    let code = "";
    try {
      interpret(logistic(), feeds);
    } catch (error) {
      if (isMlopsError(error)) code = error.code;
    }
    expect(code).toBe("ONNX_INPUT_INVALID");
  });

  it("holds a named size to one number", () => {
    const graph = graphBuilder("g");
    const [a, b] = ["a", "b"].map((name) => graph.input(name, "double", ["rows"]));
    graph.output("sum", graph.node("Add", [a, b]), "double", ["rows"]);
    const model = onnxModel(graph.finish());
    expect(() => interpret(model, { a: doubles([1, 2]), b: doubles([1]) })).toThrow(
      '"b" has the shape [rows] (rows = 2), not [1]',
    );
  });

  it.each([
    ["an index outside", { operator: "Gather", inputs: [doubles([1, 2]), int64s([2])] }, "asks for place 2 of 2"],
    ["a division by zero", { operator: "Div", inputs: [int64s([1]), int64s([0])] }, "divides an integer by zero"],
    [
      "a random mask",
      { operator: "Dropout", inputs: [doubles([1]), doubles([0.5], []), bools([true], [])] },
      "Dropout in training mode is not supported here",
    ],
  ])("says what it cannot compute: %s", (_, from, message) => {
    expect(() => interpret(modelOf(from), feedsOf(from))).toThrow(message);
  });
});
