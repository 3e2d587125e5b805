import { type Feature, type Prediction, randomKey, type TrainingData } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { fitEstimator } from "../../estimator/fit-estimator.ts";
import { predictEstimator } from "../../estimator/predict-estimator.ts";
import mlp from "../../estimators/mlp/mlp.ts";
import tabTransformer from "../../estimators/tab-transformer/tab-transformer.ts";
import { loanRows } from "../../testing/loan-rows.ts";

const loans = loanRows({ rows: 120, seed: "bad input" });
const small = { d_model: 8, nhead: 2, num_layers: 1, dim_feedforward: 8, head_dim: 8, epochs: 2 };

function numbers(count: number, rows: number): Feature[] {
  return Array.from({ length: count }, (_, column) => ({
    kind: "numeric",
    name: `x${column}`,
    values: Float64Array.from({ length: rows }, (_row, row) => Math.sin(row * (column + 1))),
  }));
}

function isFinitePrediction(prediction: Prediction): boolean {
  const columns = prediction.kind === "values" ? [prediction.values] : prediction.probabilities;
  return columns.every((column) => column.every(Number.isFinite));
}

describe("data that networks cannot or hardly learn from", () => {
  it("names the step in which the loss is no number any more", async () => {
    const training: TrainingData = {
      features: numbers(3, 100),
      target: { kind: "values", values: Float64Array.from({ length: 100 }, (_, row) => row) },
    };
    await expect(fitEstimator(mlp, training, { learning_rate: 1e30, epochs: 3 })).rejects.toMatchObject({
      code: "MODEL_FIT_DIVERGED",
      message: expect.stringMatching(/^The loss of training is (NaN|Infinity) in step \d+ of epoch \d+\.$/),
      details: { phase: "training", learningRate: 1e30 },
    });
  });

  it("refuses one class, and more columns than tokens", async () => {
    const one: TrainingData = { ...loans, target: { kind: "classes", classes: ["no"], codes: new Int32Array(120) } };
    await expect(fitEstimator(tabTransformer, one, small)).rejects.toThrow('The target has one class only, "no"');
    const wide = { ...loans, features: numbers(9, 120) };
    await expect(fitEstimator(tabTransformer, wide, { ...small, max_tokens: 8 })).rejects.toThrow(
      "There are 9 columns, and each is a token; max_tokens is 8.",
    );
  });

  it("refuses heads that do not divide the width, and another shape than that of the model to go on from", async () => {
    await expect(fitEstimator(tabTransformer, loans, { ...small, nhead: 3 })).rejects.toThrow(
      "nhead 3 does not divide d_model 8",
    );
    const initial = await fitEstimator(tabTransformer, loans, small);
    await expect(fitEstimator(tabTransformer, loans, { ...small, num_layers: 2 }, { initial })).rejects.toThrow(
      "The model to go on from has layers 1, the options ask for 2.",
    );
  });

  it("learns from a class of one row, and from columns and targets without a difference", async () => {
    const codes = new Int32Array(120);
    codes[7] = 1;
    const rare: TrainingData = { ...loans, target: { kind: "classes", classes: ["no", "yes"], codes } };
    const constant: TrainingData = {
      features: [{ kind: "numeric", name: "x", values: new Float64Array(50).fill(3) }],
      target: { kind: "values", values: new Float64Array(50).fill(1e6) },
    };
    const unsplit: TrainingData = {
      ...rare,
      features: [{ kind: "numeric", name: "x", values: new Float64Array(120) }],
    };
    for (const training of [rare, constant, unsplit]) {
      const fitted = await fitEstimator(tabTransformer, training, { ...small, early_stopping: true });
      expect(isFinitePrediction(await predictEstimator(tabTransformer, fitted, training.features))).toBe(true);
    }
    const fitted = await fitEstimator(mlp, constant, { epochs: 20 });
    const prediction = await predictEstimator(mlp, fitted, constant.features);
    expect(prediction.kind === "values" && Math.abs((prediction.values[0] ?? NaN) - 1e6)).toBeLessThan(2);
  });

  it("learns from 100,000 categories, and takes one that it never saw", async () => {
    const categories = Array.from({ length: 100_000 }, (_, code) => `c${code}`);
    const codes = Int32Array.from({ length: 120 }, (_, row) => (row * 7919) % 100_000);
    const training = { ...loans, features: [{ kind: "categorical" as const, name: "id", codes, categories }] };
    const fitted = await fitEstimator(mlp, training, { epochs: 2, embedding: 4 });
    const unseen: Feature = { kind: "categorical", name: "id", codes: Int32Array.of(0, -1), categories: ["new"] };
    expect(isFinitePrediction(await predictEstimator(mlp, fitted, [unseen]))).toBe(true);
  });

  it("leaves out a column equal to another, says so, and does not look at it", async () => {
    const flag = loans.features[2] as Extract<Feature, { kind: "categorical" }>;
    const twin: Feature = { ...flag, name: "purpose again", categories: ["a", "b", "c"] };
    const training = { ...loans, features: [...loans.features, twin] };
    const said: string[] = [];
    const onLog = (_level: string, message: string): void => void said.push(message);
    const fitted = await fitEstimator(tabTransformer, training, small, { randomKey: randomKey(1), onLog });
    expect(said).toEqual([
      'Columns equal to another on every training row are left out: "purpose again" (as "purpose").',
    ]);
    const plain = await fitEstimator(tabTransformer, loans, small, { randomKey: randomKey(1) });
    expect(fitted.state.parameters).toEqual(plain.state.parameters);
  });
});
