import { describe, expect, it } from "vitest";

import { inferValues } from "../inference/infer-values.ts";
import { interpret } from "../interpreter/interpret.ts";
import { mergeOpsets, withMetadata } from "../model/compose-model.ts";
import { type Graph, onnxModel } from "../model/model.ts";
import { bools, doubles } from "../model/tensor.ts";
import { runOnnxRuntime } from "../testing/run-onnx-runtime.ts";
import { expectClose } from "../testing/expect-close.ts";
import { graphBuilder } from "./graph-builder.ts";
import { inlineGraph } from "./inline-graph.ts";

/** x → (x − mean) / scale, and a bool where x is null. */
function scaler(mean: number, scale: number): Graph {
  const graph = graphBuilder("scaler");
  const x = graph.input("x", "double", ["rows"]);
  const missing = graph.node("IsNaN", [x]);
  const filled = graph.node("Where", [missing, graph.constant("mean", doubles([mean], [])), x]);
  const centred = graph.node("Sub", [filled, graph.constant("mean", doubles([mean], []))]);
  graph.output("scaled", graph.node("Div", [centred, graph.constant("scale", doubles([scale], []))]), "double", [
    "rows",
  ]);
  graph.output("missing", missing, "bool", ["rows"]);
  return graph.finish();
}

/** value = a · b, or a where `flag` is false: its If takes a and b from around it. */
function chooser(): Graph {
  const branch = (operator: string, inputs: string[]): Graph => ({
    name: operator,
    inputs: [],
    outputs: [{ name: "chosen", type: "double", shape: ["rows"] }],
    initializers: [],
    nodes: [{ name: "n", operator, domain: "", inputs, outputs: ["chosen"], attributes: {} }],
  });
  const attributes = {
    then_branch: { graph: branch("Mul", ["a", "b"]) },
    else_branch: { graph: branch("Identity", ["a"]) },
  };
  return {
    name: "chooser",
    inputs: [
      { name: "a", type: "double", shape: ["rows"] },
      { name: "b", type: "double", shape: ["rows"] },
      { name: "flag", type: "bool", shape: [] },
    ],
    outputs: [{ name: "value", type: "double", shape: ["rows"] }],
    initializers: [],
    nodes: [{ name: "if", operator: "If", domain: "", inputs: ["flag"], outputs: ["value"], attributes }],
  };
}

function composed() {
  const builder = graphBuilder("whole");
  const columns = ["온도", "습도"].map((name) => builder.input(name, "double", ["rows"]));
  const flag = builder.input("flag", "bool", []);
  const [first, second] = columns.map((x, index) =>
    inlineGraph(builder, scaler(index, 2), { prefix: `s${index}`, inputs: { x } }),
  );
  if (first?.["scaled"] === undefined || second?.["scaled"] === undefined) throw new Error("no output");
  const inputs = { a: first["scaled"], b: second["scaled"], flag };
  const { value } = inlineGraph(builder, chooser(), { prefix: "choose", inputs });
  if (value === undefined) throw new Error("no output");
  builder.output("value", value, "double", ["rows"]);
  return onnxModel(builder.finish());
}

describe("inlineGraph", () => {
  it("computes what the graphs compute one after the other, here and on ONNX Runtime", async () => {
    const model = composed();
    for (const flag of [true, false]) {
      const feeds = { 온도: doubles([4, Number.NaN, 2]), 습도: doubles([5, 3, Number.NaN]), flag: bools([flag], []) };
      const { value } = interpret(model, feeds);
      expect(value).toEqual(doubles(flag ? [4, 0, 0] : [2, 0, 1]));
      const judged = (await runOnnxRuntime(model, feeds))["value"];
      if (judged === undefined) throw new Error("no value");
      expectClose(value, judged, "value");
    }
  });

  it("names what it brought after its prefix, each once", () => {
    const { graph } = composed();
    const names = graph.nodes.flatMap(({ outputs }) => outputs);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("s0/IsNaN:0");
    expect(names).toContain("s1/Div:0");
    expect(graph.initializers.map(({ name }) => name)).toContain("s0/mean:1");
    expect(inferValues(composed()).get("value")).toEqual({ type: "double", shape: ["rows"] });
  });

  it("refuses missing and unknown inputs", () => {
    const builder = graphBuilder("whole");
    const x = builder.input("x", "double", ["rows"]);
    expect(() => inlineGraph(builder, scaler(0, 1), { prefix: "s", inputs: {} })).toThrow(
      'needs a value for its input "x"',
    );
    expect(() => inlineGraph(builder, scaler(0, 1), { prefix: "s", inputs: { x, y: x } })).toThrow('has no input "y"');
  });
});

describe("models that become one", () => {
  it("share their operator sets, or are refused", () => {
    const [plain, trees, older] = [{ "": 17 }, { "": 17, "ai.onnx.ml": 3 }, { "": 15 }].map((opsets) => ({ opsets }));
    if (!plain || !trees || !older) throw new Error("no models");
    expect(mergeOpsets(plain, trees)).toEqual({ "": 17, "ai.onnx.ml": 3 });
    expect(() => mergeOpsets(trees, older)).toThrow("Two graphs need versions 17 and 15 of the standard operators.");
  });

  it("say further things about themselves", () => {
    const model = withMetadata(withMetadata(composed(), { a: "1", b: "2" }), { b: "3" });
    expect(model.metadata).toEqual({ a: "1", b: "3" });
    expect(() => withMetadata(model, { a: "x\0" })).toThrow("is no text that a model can hold");
  });
});
