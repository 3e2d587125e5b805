import { doubles, graphBuilder, interpret, onnxModel } from "@mlops/onnx";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { applyCalibration, type Calibration, type CalibrationMethod, fitCalibration } from "./calibration.ts";
import { calibrationToOnnx } from "./calibration-to-onnx.ts";

/** What the graph of a calibration answers to probabilities. */
function interpreted(calibration: Calibration, probabilities: readonly Float64Array[]): readonly (readonly number[])[] {
  const graph = graphBuilder("calibration");
  const inputs = probabilities.map((_, code) => graph.input(`p${code}`, "double", ["rows"]));
  for (const [code, value] of calibrationToOnnx(graph, calibration, inputs).entries()) {
    graph.output(`calibrated${code}`, value, "double", ["rows"]);
  }
  const feeds = Object.fromEntries(probabilities.map((column, code) => [`p${code}`, doubles([...column])]));
  const answer = interpret(onnxModel(graph.finish()), feeds);
  return probabilities.map((_, code) => Array.from(answer[`calibrated${code}`]?.data ?? [], Number));
}

function rowsOf(classes: number, draws: readonly (readonly number[])[]) {
  const probabilities = Array.from({ length: classes }, () => new Float64Array(draws.length));
  for (const [row, draw] of draws.entries()) {
    const sum = draw.reduce((total, value) => total + value, 0);
    for (const [code, column] of probabilities.entries()) column[row] = (draw[code] ?? 0) / sum;
  }
  return probabilities;
}

describe.each(["isotonic", "beta"] as const)("the graph of a calibration: %s", (method: CalibrationMethod) => {
  it.each([2, 3])("computes what applyCalibration does, for %s classes", (classes) => {
    const draw = fc.array(fc.double({ min: 1e-9, max: 1, noNaN: true }), { minLength: classes, maxLength: classes });
    fc.assert(
      fc.property(
        fc.array(draw, { minLength: classes * 2, maxLength: 60 }),
        fc.array(draw, { minLength: 1 }),
        (a, b) => {
          const fitted = rowsOf(classes, a);
          const truth = Int32Array.from(a, (_, row) => row % classes);
          const names = Array.from({ length: classes }, (_, code) => `c${code}`);
          const calibration = fitCalibration({ classes: names, truth, probabilities: fitted }, method);
          // Rows it was fitted to stand on the corners, the others between and beyond them.
          for (const probabilities of [fitted, rowsOf(classes, b)]) {
            const expected = applyCalibration(calibration, probabilities);
            const actual = interpreted(calibration, probabilities);
            for (const [code, column] of expected.entries()) {
              for (const [row, value] of column.entries()) expect(actual[code]?.[row]).toBeCloseTo(value, 12);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

it("refuses probabilities of other classes", () => {
  const graph = graphBuilder("calibration");
  const only = graph.input("p", "double", ["rows"]);
  const calibration: Calibration = { method: "beta", classes: ["a", "b"], maps: [], n: 4 };
  expect(() => calibrationToOnnx(graph, calibration, [only])).toThrow(/2 classes.* 1/);
});
