import type { Feature, Prediction } from "@mlops/core";
import { describe, expect, it } from "vitest";

import type { Estimator } from "../../estimator/define-estimator.ts";
import { exportEstimator } from "../../estimator/export-estimator.ts";
import { fitEstimator } from "../../estimator/fit-estimator.ts";
import { LABEL_OUTPUT, probabilityOutput, VALUE_OUTPUT } from "../../estimator/output-names.ts";
import { predictEstimator } from "../../estimator/predict-estimator.ts";
import classifier from "../../estimators/gradient-boosting-classifier/gradient-boosting-classifier.ts";
import regressor from "../../estimators/gradient-boosting-regressor/gradient-boosting-regressor.ts";
import extraTrees from "../../estimators/extra-trees-classifier/extra-trees-classifier.ts";
import forestClassifier from "../../estimators/random-forest-classifier/random-forest-classifier.ts";
import forestRegressor from "../../estimators/random-forest-regressor/random-forest-regressor.ts";
import { openModel } from "../../runtime/open-model.ts";
import { treeData } from "../testing/tree-data.ts";

/** Rows of new data and, beside them, values at the edges of what is possible. */
function strangeRows(): Feature[] {
  const { features } = treeData({ rows: 600, classes: 0, seed: "strange" });
  const strange = [NaN, 0, -0, 1e300, -1e300, 1e-320, Number.MAX_VALUE, 3.4028235677973366e38];
  return features.map((feature, index) =>
    feature.kind === "numeric"
      ? {
          ...feature,
          values: feature.values.map((value, row) => (row < 64 ? (strange[(row + index) % 8] ?? 0) : value)),
        }
      : { ...feature, codes: feature.codes.map((code, row) => (row % 5 === 0 ? -1 : code)) },
  );
}

const cases: readonly (readonly [string, Estimator, number, object])[] = [
  ["two classes", classifier, 2, {}],
  ["four classes", classifier, 4, { max_iter: 20 }],
  ["trees that are one leaf", classifier, 3, { min_split_gain: 1e9, max_iter: 3 }],
  ["one-against-others sets", classifier, 2, { max_cat_to_onehot: 20, max_iter: 20 }],
  ["squared error", regressor, 0, {}],
  ["absolute error", regressor, 0, { loss: "absolute_error", max_iter: 20 }],
  ["huber", regressor, 0, { loss: "huber", max_iter: 20 }],
  ["forest, two classes", forestClassifier, 2, { n_estimators: 20 }],
  ["forest, four classes", forestClassifier, 4, { n_estimators: 20 }],
  ["forest, values", forestRegressor, 0, { n_estimators: 20 }],
  ["forest of an even number of trees, whose votes tie", forestClassifier, 2, { n_estimators: 2 }],
  ["random cuts", extraTrees, 3, { n_estimators: 20 }],
  ["quantile", regressor, 0, { loss: "quantile", quantile: 0.9, max_iter: 20 }],
];

describe("trees in ONNX Runtime", () => {
  it.each(cases)("answer what they answer here: %s", async (_, estimator, classes, options) => {
    const training = treeData({ rows: 700, classes, seed: "onnx" });
    const fitted = await fitEstimator(estimator, training, options);
    const features = strangeRows();
    const expected = await predictEstimator(estimator, fitted, features);
    await using model = await openModel(await exportEstimator(estimator, fitted));
    const inputs = features.map((feature) => [
      feature.name,
      feature.kind === "numeric"
        ? feature.values
        : Array.from(feature.codes, (code) => feature.categories[code] ?? "new"),
    ]);
    const actual = await model.predict(Object.fromEntries(inputs));
    const columns =
      expected.kind === "values"
        ? [[expected.values, actual[VALUE_OUTPUT]] as const]
        : expected.classes.map(
            (each, code) => [expected.probabilities[code], actual[probabilityOutput(each)]] as const,
          );
    expect(actual[LABEL_OUTPUT]).toEqual(expected.kind === "values" ? undefined : labelsOf(expected));
    for (const [own = new Float64Array(0), other] of columns) {
      expect(other).toHaveLength(600);
      own.forEach((value, row) => expect(Math.abs(value - Number(other?.[row]))).toBeLessThanOrEqual(1e-12));
    }
  });
});

/** Of each row the most probable class, the first of equals. */
function labelsOf({ classes, probabilities }: Extract<Prediction, { kind: "probabilities" }>) {
  return Array.from({ length: 600 }, (_, row) => {
    const shares = probabilities.map((column) => column[row] ?? NaN);
    return classes[shares.indexOf(Math.max(...shares))];
  });
}
