import { readFileSync } from "node:fs";

import { isMlopsError } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { graphBuilder, type GraphBuilder, type Value } from "../graph/graph-builder.ts";
import { type Dimension, onnxModel } from "../model/model.ts";
import { readModel } from "../model/read-model.ts";
import { doubles, floats, int64s } from "../model/tensor.ts";
import { modelOf } from "../testing/operator-case.ts";
import { inferValues } from "./infer-values.ts";

/** What is inferred of the value that `build` makes from x. */
function shapeOf(shape: readonly Dimension[], build: (graph: GraphBuilder, x: Value) => Value) {
  const graph = graphBuilder("g");
  const made = build(graph, graph.input("x", "float", shape));
  graph.output("y", made, "float", []);
  const { outputs, ...rest } = graph.finish();
  const open = outputs.map((output) => ({ ...output, type: null, shape: null }));
  return inferValues(onnxModel({ ...rest, outputs: open })).get("y")?.shape;
}

function failureOf(work: () => unknown): { code: string; message: string } {
  try {
    work();
  } catch (error) {
    if (isMlopsError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("inferValues", () => {
  it("carries names of sizes through the operators", () => {
    const ints = (graph: GraphBuilder, ...values: number[]) => graph.constant("ints", int64s(values));
    expect(shapeOf(["rows", 3, 4], (g, x) => g.node("Reshape", [x, ints(g, -1, 12)]))).toEqual(["rows", 12]);
    expect(shapeOf(["rows", 3, 4], (g, x) => g.node("Reshape", [x, ints(g, 0, 0, 2, -1)]))).toEqual(["rows", 3, 2, 2]);
    expect(shapeOf(["rows", 3, 4], (g, x) => g.node("Reshape", [x, ints(g, -1)]))).toEqual(["?"]);
    expect(shapeOf(["rows", "k"], (g, x) => g.node("Transpose", [x]))).toEqual(["k", "rows"]);
    expect(shapeOf(["rows", "k"], (g, x) => g.node("ReduceSum", [x, ints(g, -1)]))).toEqual(["rows", 1]);
    expect(shapeOf(["rows", 1], (g, x) => g.node("Add", [x, x]))).toEqual(["rows", 1]);
    expect(shapeOf(["rows", 2], (g, x) => g.node("Concat", [x, x], { attributes: { axis: { int: -1 } } }))).toEqual([
      "rows",
      4,
    ]);
    expect(shapeOf(["rows", "k"], (g, x) => g.node("Slice", [x, ints(g, 0), ints(g, 2), ints(g, 1)]))).toEqual([
      "rows",
      "?",
    ]);
    expect(shapeOf(["rows", 3], (g, x) => g.node("Flatten", [x]))).toEqual(["rows", 3]);
  });

  it("carries them through shapes that are computed in the graph", () => {
    const reshaped = (g: GraphBuilder, x: Value): Value => {
      const axis = g.constant("axis", int64s([0]));
      const rows = g.node("Gather", [g.node("Shape", [x]), g.constant("index", int64s([0], []))]);
      const wanted = g.node("Concat", [g.node("Unsqueeze", [rows, axis]), g.constant("rest", int64s([2, -1]))], {
        attributes: { axis: { int: 0 } },
      });
      return g.node("Reshape", [x, wanted]);
    };
    expect(shapeOf(["rows", 3, 4], reshaped)).toEqual(["rows", 2, 6]);
    expect(shapeOf([5, 3, 4], reshaped)).toEqual([5, 2, 6]);
    expect(shapeOf(["7", 3, 4], reshaped)).toEqual(["7", 2, 6]);
    const filled = (g: GraphBuilder, x: Value): Value => g.node("ConstantOfShape", [g.node("Shape", [x])]);
    expect(shapeOf(["rows", "k"], filled)).toEqual(["rows", "k"]);
  });

  it.each([
    [
      "sizes that clash",
      { operator: "Add", inputs: [doubles([1, 2], [1, 2]), doubles([1, 2, 3])] },
      'The node "it" (Add) cannot bring the sizes 2 and 3 of one axis together; it is given double [1, 2], double [3].',
    ],
    [
      "types that differ",
      { operator: "Mul", inputs: [doubles([1]), floats([1])] },
      'The node "it" (Mul) takes inputs of one type; it is given double [1], float [1].',
    ],
    ["a type that it does not take", { operator: "Sqrt", inputs: [int64s([1])] }, "(Sqrt) does not take int64"],
    [
      "an axis that is not there",
      { operator: "Softmax", inputs: [doubles([1])], attributes: { axis: { int: 1 } } },
      "has no axis 1 in rank 1",
    ],
    [
      "a product that does not fit",
      { operator: "MatMul", inputs: [doubles([1, 2], [1, 2]), doubles([1, 2, 3], [3, 1])] },
      "cannot multiply over 2 and 3 elements",
    ],
    [
      "elements that are too many",
      { operator: "Reshape", inputs: [doubles([1, 2]), int64s([3])], constants: [1] },
      "cannot bring its elements into the shape [3]",
    ],
    [
      "an attribute of another kind",
      { operator: "Softmax", inputs: [doubles([1])], attributes: { axis: { float: 1 } } },
      'has an attribute "axis" that is not of the kind int',
    ],
    ["too many inputs", { operator: "Neg", inputs: [doubles([1]), doubles([1])] }, "takes 1 inputs, it has 2"],
    ["a required input left out", { operator: "Gather", inputs: [undefined, int64s([1])] }, "needs an input 1"],
  ])("refuses %s", (_, from, message) => {
    const failure = failureOf(() => inferValues(modelOf(from)));
    expect(failure.code).toBe("ONNX_GRAPH_INVALID");
    expect(failure.message).toContain(message);
  });

  it("refuses outputs that state something else, names given twice and values from nowhere", () => {
    const graph = graphBuilder("g");
    const x = graph.input("x", "double", ["rows"]);
    graph.output("y", graph.node("IsNaN", [x]), "double", ["rows"]);
    expect(() => inferValues(onnxModel(graph.finish()))).toThrow('states double [rows] as "y", which is bool [rows]');
    const model = modelOf({ operator: "Neg", inputs: [doubles([1])] });
    const [node] = model.graph.nodes;
    if (node === undefined) throw new Error("no node");
    const withNodes = (nodes: readonly (typeof node)[]) => ({ ...model, graph: { ...model.graph, nodes } });
    expect(() => inferValues(withNodes([node, node]))).toThrow('gives "out0" twice');
    expect(() => inferValues(withNodes([{ ...node, inputs: ["gone"] }]))).toThrow(
      'uses "gone", which nothing before it gives',
    );
  });

  it.each(["control-flow.onnx", "ridge.onnx"])("answers any damage to %s with shapes or an ONNX_ error", (name) => {
    const bytes = readFileSync(new URL(`../../../../fixtures/golden/onnx/${name}`, import.meta.url));
    const flip = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(flip, flip, (...flips) => {
        const damaged = Uint8Array.from(bytes);
        for (const [position, mask] of flips) damaged[position] = (damaged[position] ?? 0) ^ mask;
        let outcome = "ONNX_";
        try {
          inferValues(readModel(damaged));
        } catch (error) {
          outcome = isMlopsError(error) ? error.code : String(error);
        }
        expect(outcome).toMatch(/^ONNX_/);
      }),
      { numRuns: 1500 },
    );
  });

  it("names operators and operator sets that it does not know", () => {
    const unknown = modelOf({ operator: "NonMaxSuppression", inputs: [doubles([1])] });
    expect(failureOf(() => inferValues(unknown))).toMatchObject({
      code: "ONNX_UNSUPPORTED",
      message: expect.stringContaining("NonMaxSuppression"),
    });
    const old = modelOf({ operator: "Neg", inputs: [doubles([1])], opset: 11 });
    expect(failureOf(() => inferValues(old))).toMatchObject({ code: "ONNX_UNSUPPORTED" });
    const { graph } = modelOf({ operator: "LabelEncoder", domain: "ai.onnx.ml", inputs: [doubles([1])] });
    expect(failureOf(() => inferValues(onnxModel(graph))).message).toContain("the model does not import");
  });
});
