import type { ClassLabel, Feature, NumericFeature, TrainingData } from "@mlops/core";
import { expect } from "vitest";

import { columnsOf, type EstimatorLawBook, type EstimatorScene, largestDifference } from "./estimator-law.ts";
import { classData, withCategory, withGaps } from "./judged-data.ts";

const DEFAULT_TOLERANCE = 1e-9;

/** The exported model is the trained one. */
export function exportLaws(book: EstimatorLawBook): void {
  for (const rows of [1, 5000]) {
    book.law(`the exported model predicts the same for ${rows === 1 ? "one row" : "5,000 rows"}`, async (scene) => {
      const training = scene.data({ rows: 200, seed: "export" });
      await expectSame(scene, training, scene.data({ rows, seed: "new" }).features);
    });
  }

  book.law("the exported model predicts the same from one column", async (scene) => {
    // Of one column a table of factors is a scalar, which runtimes may draw into other operators.
    const training = scene.data({ rows: 200, columns: 1, seed: "one column" });
    await expectSame(scene, training, scene.data({ rows: 50, columns: 1, seed: "new" }).features);
  });

  book.law("the exported model takes missing values and categories where the estimator does", async (scene) => {
    const { missingValues, categories } = scene.capabilities;
    if (!missingValues && !categories) scene.context.skip("takes neither");
    const dressed = (features: readonly Feature[]): readonly Feature[] => {
      const mixed = categories ? withCategory(features as readonly NumericFeature[]) : features;
      return missingValues ? withGaps(mixed) : mixed;
    };
    const training = scene.data({ rows: 200, seed: "export" });
    const fresh = scene.data({ rows: 333, seed: "new" });
    await expectSame(scene, { ...training, features: dressed(training.features) }, dressed(fresh.features));
  });

  book.law("the exported model answers labels of the classes' type", async (scene) => {
    if (!scene.capabilities.tasks.includes("classification")) scene.context.skip("for classification only");
    const many = scene.capabilities.classes === "many";
    const kinds: ClassLabel[][] = [
      ["아니오", "예"],
      [-1, 7],
      [0.5, 1.5],
      [false, true],
      ...(many
        ? [
            ["a", "b", "c"],
            [1, 2, 3, 10],
          ]
        : []),
    ];
    for (const labels of kinds) {
      const training = classData({ rows: 200, seed: "labels" }, labels);
      await expectSame(scene, training, classData({ rows: 100, seed: "new" }, labels).features);
    }
  });
}

async function expectSame(scene: EstimatorScene, training: TrainingData, fresh: readonly Feature[]): Promise<void> {
  const state = await scene.fit(training);
  const expected = await scene.predict(fresh, state);
  const { prediction, labels } = await scene.subject.run(state, training, fresh);
  expect(largestDifference(expected, prediction)).toBeLessThanOrEqual(scene.subject.tolerance ?? DEFAULT_TOLERANCE);
  if (prediction.kind === "values" || training.target.kind === "values") return;
  // By its own probabilities: where two differ by rounding only, either label is right.
  const columns = columnsOf(prediction);
  const { classes } = training.target;
  const rows = columns[0]?.length ?? 0;
  const first = Array.from({ length: rows }, (_, row) => {
    const values = columns.map((column) => column[row] ?? NaN);
    return classes[values.indexOf(Math.max(...values))];
  });
  expect(labels).toEqual(first);
}
