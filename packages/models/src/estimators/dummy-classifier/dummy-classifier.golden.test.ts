import { readFileSync } from "node:fs";

import { type Feature, randomKey, randomStream } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { classTarget } from "../../estimator/class-target.ts";
import { fitEstimator } from "../../estimator/fit-estimator.ts";
import { predictEstimator } from "../../estimator/predict-estimator.ts";
import dummyClassifier from "./dummy-classifier.ts";

interface GoldenCase {
  readonly options: Readonly<Record<string, unknown>>;
  readonly labels: readonly string[];
  readonly weights: readonly number[] | null;
  readonly probabilities: readonly number[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../../../../fixtures/golden/models/dummy.json", import.meta.url), "utf8"),
) as { readonly classifications: readonly GoldenCase[] };

function featureOf(values: Float64Array): Feature {
  return { kind: "numeric", name: "x", values };
}

describe("dummy-classifier against scikit-learn", () => {
  it.each(golden.classifications)("$options with the weights $weights", async (example) => {
    const { options, labels, weights, probabilities } = example;
    const training = {
      features: [featureOf(new Float64Array(labels.length))],
      target: classTarget(labels),
      ...(weights && { weights: Float64Array.from(weights) }),
    };
    const { state } = await fitEstimator(dummyClassifier, training, options);
    expect(state.probabilities).toHaveLength(probabilities.length);
    state.probabilities.forEach((value, index) => expect(value).toBeCloseTo(probabilities[index] ?? NaN, 14));
  });

  it("refuses a constant that is no class", async () => {
    const training = { features: [featureOf(new Float64Array(2))], target: classTarget(["a", "b"]) };
    const fit = fitEstimator(dummyClassifier, training, { strategy: "constant", constant: "z" });
    await expect(fit).rejects.toThrow('"constant" is "z"; it has to be one of the classes "a", "b"');
  });
});

describe("stratified draws", () => {
  it.each(["normal", "whole numbers", "fractions"])("follow the classes' shares: %s", async (kind) => {
    const random = randomStream(randomKey(kind));
    const draw = (row: number): number =>
      kind === "normal" ? random.normal() : kind === "fractions" ? row / 20_000 : row;
    const values = Float64Array.from({ length: 20_000 }, (_, row) => draw(row));
    const labels = Array.from({ length: 20_000 }, (_, row) => (row % 10 < 7 ? "no" : row % 10 < 9 ? "maybe" : "yes"));
    const training = { features: [featureOf(values)], target: classTarget(labels) };
    const fitted = await fitEstimator(dummyClassifier, training, { strategy: "stratified" });
    const prediction = await predictEstimator(dummyClassifier, fitted, training.features);
    if (prediction.kind !== "probabilities") throw new TypeError("a classifier predicts probabilities");
    const shares = prediction.probabilities.map((column) => column.reduce((sum, value) => sum + value, 0) / 20_000);
    // Five standard deviations of a share.
    shares.forEach((share, index) => expect(Math.abs(share - ([0.2, 0.7, 0.1][index] ?? NaN))).toBeLessThan(0.017));
    const other = await fitEstimator(
      dummyClassifier,
      training,
      { strategy: "stratified" },
      { randomKey: randomKey(7) },
    );
    expect(await predictEstimator(dummyClassifier, other, training.features)).not.toEqual(prediction);
  });
});
