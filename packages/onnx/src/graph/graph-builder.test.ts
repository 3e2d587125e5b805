import { describe, expect, it } from "vitest";

import { onnxModel } from "../model/model.ts";
import { doubles, int64s } from "../model/tensor.ts";
import { writeModel } from "../model/write-model.ts";
import { graphBuilder } from "./graph-builder.ts";

function doubled(metadata: Record<string, string> = {}) {
  const graph = graphBuilder("doubled");
  const x = graph.input("x", "double", ["rows"]);
  graph.output("value", graph.node("Mul", [x, graph.constant("two", doubles([2], []))]), "double", ["rows"]);
  return onnxModel(graph.finish(), { metadata });
}

describe("graphBuilder", () => {
  it("keeps the names of inputs and outputs and orders nodes by use", () => {
    const { graph } = doubled();
    expect(graph.inputs.map(({ name }) => name)).toEqual(["x"]);
    expect(graph.outputs.map(({ name }) => name)).toEqual(["value"]);
    expect(graph.nodes.map(({ operator, inputs, outputs }) => [operator, inputs, outputs])).toEqual([
      ["Mul", ["x", "two:0"], ["Mul:0"]],
      ["Identity", ["Mul:0"], ["value"]],
    ]);
  });

  it("chooses names beside those of columns", () => {
    const graph = graphBuilder("g");
    const x = graph.input("Neg:0", "double", ["rows"]);
    expect(graph.node("Neg", [x]).name).toBe("Neg:1");
    expect(graph.nodes("Split", [x], 2).map(({ name }) => name)).toEqual(["Split:0", "Split:1"]);
  });

  it("writes a left-out optional input as an empty name", () => {
    const graph = graphBuilder("g");
    const x = graph.input("x", "double", ["rows"]);
    graph.output("y", graph.node("Clip", [x, undefined, graph.constant("max", doubles([1], []))]), "double", ["rows"]);
    expect(graph.finish().nodes[0]?.inputs).toEqual(["x", "", "max:0"]);
  });

  it("is deterministic, whatever the order of metadata and attributes", () => {
    expect(writeModel(doubled({ b: "2", a: "1" }))).toEqual(writeModel(doubled({ a: "1", b: "2" })));
    const cast = (attributes: Record<string, { int: number }>) => {
      const graph = graphBuilder("g");
      const x = graph.input("x", "double", ["rows"]);
      graph.output("y", graph.node("Cast", [x], { attributes }), "int64", ["rows"]);
      return writeModel(onnxModel(graph.finish()));
    };
    expect(cast({ to: { int: 7 }, saturate: { int: 1 } })).toEqual(cast({ saturate: { int: 1 }, to: { int: 7 } }));
    expect(cast({ to: { int: 7 } })).not.toEqual(cast({ to: { int: 6 } }));
  });

  it("refuses names that are taken or cannot be names", () => {
    const graph = graphBuilder("g");
    const x = graph.input("x", "double", ["rows"]);
    expect(() => graph.input("x", "int64", ["rows"])).toThrow('The name "x" occurs twice in the graph "g".');
    expect(() => graph.output("x", x, "double", ["rows"])).toThrow('"x" occurs twice');
    expect(() => graph.input("", "double", ["rows"])).toThrow("cannot be a name");
    expect(() => graph.input("a\0b", "double", ["rows"])).toThrow("cannot be a name");
  });

  it("refuses values of another graph, tensors that do not fit and graphs without output", () => {
    const graph = graphBuilder("g");
    const foreign = graphBuilder("other").input("x", "double", ["rows"]);
    expect(() => graph.node("Neg", [foreign])).toThrow('"x" is not a value of the graph "g".');
    expect(() => graph.constant("axes", int64s([1, 2], [3]))).toThrow("2 elements, which do not fit its shape [3]");
    expect(() => graph.finish()).toThrow('The graph "g" has no output.');
  });
});
