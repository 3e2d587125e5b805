import { type Prediction } from "@mlops/core";
import { expect } from "vitest";

import { columnsOf, type EstimatorLawBook, largestDifference } from "./estimator-law.ts";
import { takeFeatures } from "./judged-data.ts";

/** Equal input, equal state; nothing changed; a row's prediction is its own. */
export function purityLaws(book: EstimatorLawBook): void {
  book.law("the same seed gives the same state", async (scene) => {
    const one = await scene.fit(scene.data({ rows: 120, seed: "same" }));
    const other = await scene.fit(scene.data({ rows: 120, seed: "same" }));
    expect(other).toEqual(one);
  });

  book.law("nothing that is given is changed", async (scene) => {
    const training = { ...scene.data({ rows: 120, seed: "untouched" }), weights: new Float64Array(120).fill(1) };
    const given = scene.capabilities.sampleWeights ? training : scene.data({ rows: 120, seed: "untouched" });
    const copy = structuredClone(given);
    const state = await scene.fit(given);
    const stateCopy = structuredClone(state);
    await scene.predict(given.features, state);
    expect(given).toEqual(copy);
    expect(state).toEqual(stateCopy);
  });

  book.law("a state that was stored predicts the same", async (scene) => {
    const training = scene.data({ rows: 120, seed: "stored" });
    const state = await scene.fit(training);
    const stored = scene.subject.stored(state);
    expect(await scene.predict(training.features, stored)).toEqual(await scene.predict(training.features, state));
  });

  book.law("rows one by one, and in another order, predict what the batch predicts", async (scene) => {
    const training = scene.data({ rows: 120, seed: "rows" });
    const state = await scene.fit(training);
    const rows = [...Array(120).keys()];
    const batch = await scene.predict(training.features, state);
    const alone = await Promise.all(rows.map((row) => scene.predict(takeFeatures(training.features, [row]), state)));
    expect(columnsOf(batch).map((column) => [...column])).toEqual(
      columnsOf(batch).map((_, index) => alone.map((each) => columnsOf(each)[index]?.[0])),
    );
    const reversed = await scene.predict(takeFeatures(training.features, rows.toReversed()), state);
    const back = { ...reversed, ...reversedColumns(reversed) };
    expect(largestDifference(batch, back)).toBe(0);
  });

  book.law("probabilities are in [0, 1] and sum to 1; values are finite", async (scene) => {
    const training = scene.data({ rows: 120, seed: "proper" });
    const prediction = await scene.predict(training.features, await scene.fit(training));
    const columns = columnsOf(prediction);
    expect(columns.every((column) => column.length === 120 && column.every(Number.isFinite))).toBe(true);
    if (prediction.kind === "values") return;
    expect(columns.every((column) => column.every((value) => value >= 0 && value <= 1))).toBe(true);
    for (let row = 0; row < 120; row++) {
      expect(Math.abs(columns.reduce((sum, column) => sum + (column[row] ?? NaN), -1))).toBeLessThan(1e-12);
    }
  });
}

function reversedColumns(prediction: Prediction): Prediction {
  return prediction.kind === "values"
    ? { kind: "values", values: prediction.values.toReversed() }
    : { ...prediction, probabilities: prediction.probabilities.map((column) => column.toReversed()) };
}
