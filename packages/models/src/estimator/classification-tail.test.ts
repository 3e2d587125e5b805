import type { ClassLabel } from "@mlops/core";
import { graphBuilder, onnxModel, writeModel } from "@mlops/onnx";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { openModel } from "../runtime/open-model.ts";
import { classificationTail, decideIndex, type DecisionRule } from "./classification-tail.ts";

/** Labels and probabilities that the tail gives for rows of probabilities. */
async function answer(classes: readonly ClassLabel[], rows: readonly (readonly number[])[], rule: DecisionRule = {}) {
  const graph = graphBuilder("tail");
  const inputs = classes.map((_, index) => graph.input(`p${index}`, "double", ["rows"]));
  classificationTail(graph, classes, inputs, rule);
  await using model = await openModel(writeModel(onnxModel(graph.finish())));
  const columns = classes.map((_, index) => [`p${index}`, Float64Array.from(rows, (row) => row[index] ?? NaN)]);
  return model.predict(Object.fromEntries(columns));
}

const tie = [
  [0.5, 0.5],
  [0.4, 0.6],
  [0.6, 0.4],
];

describe("classificationTail", () => {
  it("gives labels of every type, the first class where two are equal", async () => {
    expect((await answer(["no", "yes"], tie))["label"]).toEqual(["no", "yes", "no"]);
    expect((await answer([false, true], tie))["label"]).toEqual(Uint8Array.of(0, 1, 0));
    expect((await answer([-3, 2 ** 53 - 1], tie))["label"]).toEqual(BigInt64Array.of(-3n, 2n ** 53n - 1n, -3n));
    expect((await answer([0.5, 1.5], tie))["label"]).toEqual(Float64Array.of(0.5, 1.5, 0.5));
    const three = await answer(["a", "b", "c"], [[0.25, 0.375, 0.375]]);
    expect(three["label"]).toEqual(["b"]);
    expect(three["probability_c"]).toEqual(Float64Array.of(0.375));
  });

  it("predicts the positive class from its threshold on, whichever class that is", async () => {
    expect((await answer(["no", "yes"], tie, { threshold: 0.5 }))["label"]).toEqual(["yes", "yes", "no"]);
    const rule = { threshold: 0.6, positive: "no" };
    expect((await answer(["no", "yes"], tie, rule))["label"]).toEqual(["yes", "yes", "no"]);
    expect((await answer(["no", "yes"], tie, { threshold: 0 }))["label"]).toEqual(["yes", "yes", "yes"]);
  });

  it("decides as decideIndex does", async () => {
    const classes = ["a", "b", "c"];
    const row = fc.tuple(...classes.map(() => fc.constantFrom(0, 0.2, 0.3, 0.5, 1)));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1 }), async (rows) => {
        const { label } = await answer(classes, rows);
        expect(label).toEqual(rows.map((each) => classes[decideIndex(classes, each)]));
      }),
      { numRuns: 20 },
    );
    const pairs = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(pairs, fc.double({ min: 0, max: 1, noNaN: true }), async (positives, threshold) => {
        const rows = positives.map((p) => [1 - p, p]);
        const { label } = await answer([0, 1], rows, { threshold });
        expect([...(label ?? [])].map(Number)).toEqual(rows.map((each) => decideIndex([0, 1], each, { threshold })));
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    [["a", "b", "c"], { threshold: 0.5 }, "for two classes, got 0.5 for 3"],
    [["a", "b"], { threshold: 1.5 }, "a number in [0, 1]"],
    [["a", "b"], { threshold: 0.5, positive: "c" }, 'positive class "c" is none of'],
    [["a", 1], {}, "not all of one type"],
  ])("refuses %j with %j", async (classes, rule, message) => {
    await expect(answer(classes, [[1, 0]], rule)).rejects.toThrow(message);
  });
});
