import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { randomKey, randomStream } from "@mlops/core";
import { doubles, floats, type Graph, graphBuilder, int64s, interpret, onnxModel } from "@mlops/onnx";
import { describe, expect, it } from "vitest";

import { type GradientCase, gradientCases } from "../testing/gradient-cases.ts";
import { differentiableOperators, differentiate } from "./differentiate.ts";

const folder = fileURLToPath(new URL("gradients", import.meta.url));
const STEP = 1e-5;
/** Constants of gradients (2 / √π) are floats of 32 bits. */
const TOLERANCE = 2e-7;

function caseGraph({ shapes, build }: GradientCase) {
  const graph = graphBuilder("case");
  const sizes = shapes.map((shape) => shape.reduce((product, size) => product * size, 1));
  const count = sizes.reduce((sum, size) => sum + size, 0);
  const x = graph.input("x", "float", [count]);
  const parts = graph.nodes("Split", [x, graph.constant("sizes", int64s(sizes))], sizes.length);
  const operands = parts.map((part, index) =>
    graph.node("Reshape", [part, graph.constant("shape", int64s(shapes[index] ?? []))]),
  );
  return { graph, count, y: build(graph, operands) };
}

/** The sum of the result's elements, each with a weight of its own, so that no error can cancel. */
function lossGraph(gradientCase: GradientCase, x: Float64Array): Graph {
  const shaped = caseGraph(gradientCase);
  shaped.graph.output("shape", shaped.graph.node("Shape", [shaped.y]), "int64", ["?"]);
  const { shape } = interpret(onnxModel(shaped.graph.finish()), { x: doubles(x) }, { precision: "double" });
  const sizes = Array.from(shape?.data as BigInt64Array, Number);
  const length = sizes.reduce((product, size) => product * size, 1);
  const weights = Array.from({ length }, (_, index) => Math.fround(Math.sin(index + 1) + 1.5));
  const { graph, y } = caseGraph(gradientCase);
  const weighted = graph.node("Mul", [y, graph.constant("weights", floats(weights, sizes))]);
  graph.output("loss", graph.node("ReduceSum", [weighted], { attributes: { keepdims: { int: 0 } } }), "float", []);
  return graph.finish();
}

function draws({ domain, shapes }: GradientCase): Float64Array {
  const random = randomStream(randomKey("gradients"));
  const count = shapes.reduce((sum, shape) => sum + shape.reduce((product, size) => product * size, 1), 0);
  return Float64Array.from({ length: count }, () => {
    const value = random.normal();
    if (domain === undefined) return value;
    return (domain === "positive" || value > 0 ? 1 : -1) * (0.3 + Math.abs(value));
  });
}

describe("gradients", () => {
  it("are the files of the folder, each with a case", () => {
    const kebab = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
    const files = readdirSync(folder).filter((name) => name !== "catalogue.ts");
    expect(differentiableOperators.map((name) => `${kebab(name)}.ts`).toSorted()).toEqual(files.toSorted());
    const used = new Set(
      gradientCases.flatMap((each) => lossGraph(each, draws(each)).nodes.map(({ operator }) => operator)),
    );
    expect(differentiableOperators.filter((name) => !used.has(name))).toEqual([]);
  });

  it.each(gradientCases)("agree with finite differences: $name", (gradientCase) => {
    const x = draws(gradientCase);
    const graph = lossGraph(gradientCase, x);
    const model = onnxModel(differentiate(graph, { loss: "loss", by: "x", gradient: "slope" }));
    const run = (at: Float64Array) => interpret(model, { x: doubles(at) }, { precision: "double" });
    const lossAt = (index: number, change: number): number =>
      Number(run(x.with(index, (x[index] ?? NaN) + change))["loss"]?.data[0]);
    const slope = run(x)["slope"]?.data as Float64Array;
    const expected = x.map((_, index) => (lossAt(index, STEP) - lossAt(index, -STEP)) / (2 * STEP));
    expect(Math.hypot(...expected)).toBeGreaterThan(0.1);
    slope.forEach((value, index) =>
      expect(Math.abs(value - (expected[index] ?? NaN))).toBeLessThan(TOLERANCE * (1 + Math.abs(value))),
    );
  });
});
