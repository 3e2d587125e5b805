import { describe, expect, it } from "vitest";

import { decideIndex } from "../estimator/classification-tail.ts";
import { fitResolved } from "../estimator/fit-resolved.ts";
import { predictEstimator } from "../estimator/predict-estimator.ts";
import { resolveEstimator } from "../estimator/resolve-estimator.ts";
import { classPathCases, featuresOf, trainingOf } from "../testing/class-path-cases.ts";

describe("class paths against scikit-learn", () => {
  it.each(classPathCases())("$name", async (example) => {
    const resolved = await resolveEstimator(example.class_path);
    const fitted = await fitResolved(resolved, trainingOf(example), example.parameters);
    const prediction = await predictEstimator(resolved.estimator, fitted, featuresOf(example.test));
    const columns = prediction.kind === "values" ? [prediction.values] : prediction.probabilities;
    expect(columns).toHaveLength(example.expected.scores.length);
    const differences = columns.map((column, index) => largestDifference(column, example.expected.scores[index] ?? []));
    expect(Math.max(...differences)).toBeLessThanOrEqual(example.tolerance);
    if (prediction.kind === "values") return;
    const labels = [...(columns[0] ?? [])].map((_, row) => {
      const probabilities = columns.map((column) => column[row] ?? Number.NaN);
      return prediction.classes[decideIndex(prediction.classes, probabilities)];
    });
    expect(labels).toEqual(example.expected.labels);
  });
});

function largestDifference(actual: Float64Array, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  return expected.reduce((most, value, row) => {
    const difference = Math.abs((actual[row] ?? Number.NaN) - value) / Math.max(1, Math.abs(value));
    return Number.isNaN(difference) ? Infinity : Math.max(most, difference);
  }, 0);
}
