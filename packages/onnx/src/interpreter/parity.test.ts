import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { inferValues } from "../inference/infer-values.ts";
import type { OnnxModel } from "../model/model.ts";
import { unified } from "../shapes/shape.ts";
import { expectClose } from "../testing/expect-close.ts";
import { feedsOf, modelOf, type OperatorCase } from "../testing/operator-case.ts";
import { operatorCases } from "../testing/operator-cases.ts";
import { runOnnxRuntime } from "../testing/run-onnx-runtime.ts";
import { operatorNames } from "../operator/find-operator.ts";
import { interpret } from "./interpret.ts";

/** Outputs with the type and shape that they have: ONNX Runtime asks for types. */
function stated(model: OnnxModel, results: ReturnType<typeof interpret>): OnnxModel {
  const outputs = model.graph.outputs.map(({ name }) => ({ name, type: results[name]?.type ?? null, shape: null }));
  return { ...model, graph: { ...model.graph, outputs } };
}

async function expectParity(from: OperatorCase): Promise<void> {
  const model = modelOf(from);
  const feeds = feedsOf(from);
  const results = interpret(model, feeds);
  const expected = await runOnnxRuntime(stated(model, results), feeds);
  for (const [name, tensor] of Object.entries(expected)) expectClose(results[name], tensor, name);
  for (const named of [false, true]) {
    const inferred = inferValues(modelOf(from, named));
    for (const [name, tensor] of Object.entries(results)) {
      const value = inferred.get(name);
      expect(value?.type, name).toBe(tensor.type);
      expect(unified(value?.shape ?? null, tensor.dimensions), `${name} [${value?.shape?.join()}]`).toBeDefined();
    }
  }
}

/** Bodies are tested with whole graphs. */
const withBodies = ["If", "Loop"];

describe("the interpreter and ONNX Runtime", () => {
  it("are compared on every operator of the table", () => {
    expect([...Object.keys(operatorCases), ...withBodies].toSorted()).toEqual([...operatorNames].toSorted());
  });

  it.each(Object.entries(operatorCases))("agree on %s", async (_, cases) => {
    await fc.assert(fc.asyncProperty(cases, expectParity), { numRuns: 60 });
  });
});
