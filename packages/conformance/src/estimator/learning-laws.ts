import { type ClassTarget, type Prediction, type TrainingData } from "@mlops/core";
import { expect } from "vitest";

import { columnsOf, type EstimatorLawBook, largestDifference } from "./estimator-law.ts";
import { classData, largestShare, regressionData, rowCount, takeRows } from "./judged-data.ts";

/** Learning above the baseline; weights that count as rows do. */
export function learningLaws(book: EstimatorLawBook): void {
  book.law("learns what is easy to learn", async (scene) => {
    if (scene.subject.learns === false) scene.context.skip("a baseline looks at no column");
    const { tasks, classes } = scene.capabilities;
    const sets = [
      ...(tasks.includes("regression") ? [regressionData] : []),
      ...(tasks.includes("classification") ? [(shape: Shape) => classData(shape, ["no", "yes"])] : []),
      ...(classes === "many" ? [(shape: Shape) => classData(shape, [1, 2, 3])] : []),
    ];
    for (const make of sets) {
      const state = await scene.fit(make({ rows: 400, seed: "easy" }));
      const fresh = make({ rows: 400, seed: "fresh" });
      const gained = skill(fresh, await scene.predict(fresh.features, state));
      expect(gained).toBeGreaterThan(scene.subject.skill ?? 0.7);
    }
  });

  book.law("doubling a row's weight is doubling the row; a weight of 0 is no row", async (scene) => {
    if (!scene.capabilities.sampleWeights) scene.context.skip("without sample weights");
    const training = scene.data({ rows: 90, seed: "weights" });
    const weights = Float64Array.from({ length: 90 }, (_, row) => row % 3);
    const rows = [...weights.keys()].flatMap((row) => Array.from({ length: weights[row] ?? 0 }, () => row));
    const repeated = { ...takeRows(training, rows), weights: new Float64Array(rows.length).fill(1) };
    const weighted = await scene.predict(training.features, await scene.fit({ ...training, weights }));
    const expected = await scene.predict(training.features, await scene.fit(repeated));
    expect(largestDifference(weighted, expected)).toBeLessThan(1e-6);
  });

  book.law("sample weights are taken, or refused", async (scene) => {
    const training = { ...scene.data({ rows: 60, seed: "w" }), weights: new Float64Array(60).fill(1) };
    const fit = scene.fit(training);
    if (scene.capabilities.sampleWeights) await fit;
    else await expect(fit).rejects.toMatchObject({ code: "ESTIMATOR_DATA_UNSUPPORTED" });
  });

  book.law("class weights balance, or are no parameter", async (scene) => {
    if (!scene.capabilities.tasks.includes("classification")) scene.context.skip("for classification only");
    const all = classData({ rows: 300, seed: "rare" }, ["no", "yes"]);
    const { codes } = all.target as ClassTarget;
    const rare = takeRows(
      all,
      [...codes.keys()].filter((row) => codes[row] === 0 || row % 5 === 0),
    );
    const balanced = scene.fit(rare, {}, { class_weight: "balanced" });
    if (!scene.capabilities.classWeights) {
      await expect(balanced).rejects.toMatchObject({ code: "ESTIMATOR_OPTION_INVALID" });
      return;
    }
    const share = async (state: object): Promise<number> =>
      meanOf(columnsOf(await scene.predict(rare.features, state))[1]);
    expect(await share(await balanced)).toBeGreaterThan(await share(await scene.fit(rare)));
  });
}

type Shape = Parameters<typeof regressionData>[0];

/** 1 for a perfect prediction, 0 for the mean or the most frequent class. */
function skill(training: TrainingData, prediction: Prediction): number {
  const { target } = training;
  if (target.kind === "values" && prediction.kind === "values") {
    const mean = meanOf(target.values);
    const squares = (from: (row: number) => number): number =>
      target.values.reduce((sum, value, row) => sum + (value - from(row)) ** 2, 0);
    return 1 - squares((row) => prediction.values[row] ?? NaN) / squares(() => mean);
  }
  if (target.kind === "values" || prediction.kind === "values") return NaN;
  const right = target.codes.filter((code, row) => code === mostProbable(prediction.probabilities, row)).length;
  const baseline = largestShare(target);
  return (right / rowCount(training) - baseline) / (1 - baseline);
}

function mostProbable(probabilities: readonly Float64Array[], row: number): number {
  const values = probabilities.map((column) => column[row] ?? NaN);
  return values.indexOf(Math.max(...values));
}

function meanOf(values: Float64Array | undefined): number {
  return values === undefined ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}
