import type { CategoricalFeature, Feature, NumericFeature } from "@mlops/core";
import { describe, expect, it } from "vitest";

import dummyClassifier from "../estimators/dummy-classifier/dummy-classifier.ts";
import logisticRegression from "../estimators/logistic-regression/logistic-regression.ts";
import ridge from "../estimators/ridge/ridge.ts";
import { classTarget } from "./class-target.ts";
import { exportEstimator } from "./export-estimator.ts";
import { fitEstimator } from "./fit-estimator.ts";
import { predictEstimator } from "./predict-estimator.ts";

const values = Float64Array.of(1, 2, 3, 5);

function numeric(name: string, column = values): NumericFeature {
  return { kind: "numeric", name, values: column };
}

function city(codes: readonly number[], categories: readonly string[]): CategoricalFeature {
  return { kind: "categorical", name: "city", codes: Int32Array.from(codes), categories };
}

const model = await fitEstimator(
  ridge,
  { features: [numeric("a"), numeric("b", values.toReversed())], target: { kind: "values", values } },
  { alpha: 1 },
);

describe("predictEstimator", () => {
  it("binds columns by name and looks at no others", async () => {
    const features = [numeric("b", values.toReversed()), numeric("other"), numeric("a")];
    const direct = await predictEstimator(ridge, model, [numeric("a"), numeric("b", values.toReversed())]);
    expect(await predictEstimator(ridge, model, features)).toEqual(direct);
  });

  it("matches categories by their text; those that training did not see are missing", async () => {
    const training = { features: [city([0, 1, 1, 0], ["Seoul", "Busan"])], target: classTarget(["x", "y", "y", "x"]) };
    const seen: Feature[] = [];
    const spy: typeof dummyClassifier = {
      ...dummyClassifier,
      predict(features, state) {
        seen.push(...features);
        return dummyClassifier.predict(features, state);
      },
    };
    const fitted = await fitEstimator(spy, training);
    await predictEstimator(spy, fitted, [city([0, 1, 2, -1], ["Busan", "Daegu", "Seoul"])]);
    expect(seen).toEqual([city([1, -1, 0, -1], ["Seoul", "Busan"])]);
  });

  it.each([
    [[numeric("a")], "MODEL_INPUT_MISSING", 'needs the column "b"'],
    [[numeric("a"), numeric("b", values.slice(1))], "MODEL_INPUT_LENGTH", '"b" has 3 rows, others have 4'],
    [[numeric("a"), numeric("b", values.with(2, -Infinity))], "MODEL_INPUT_NOT_FINITE", '"b" is -Infinity in row 2'],
    [[numeric("a"), { ...city([], []), name: "b" }], "MODEL_INPUT_TYPE", '"b" is categorical, not numeric'],
  ] as const)("refuses columns that do not fit (%#)", async (features, code, message) => {
    await expect(predictEstimator(ridge, model, features)).rejects.toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it("refuses a missing value that the estimator cannot take", async () => {
    const training = { features: [numeric("a")], target: classTarget([true, false, true, false]) };
    const fitted = await fitEstimator(logisticRegression, training);
    await expect(predictEstimator(logisticRegression, fitted, [numeric("a", values.with(1, NaN))])).rejects.toThrow(
      'logistic-regression cannot take missing values; "a" is missing in row 1',
    );
  });

  it("refuses another estimator's model", async () => {
    const other: typeof ridge = { ...ridge, name: "lasso" };
    await expect(predictEstimator(other, model, [])).rejects.toThrow("one of ridge, not of lasso");
    await expect(exportEstimator(other, model)).rejects.toThrow("one of ridge, not of lasso");
  });

  it("names an estimator that answers in another shape", async () => {
    const short: typeof ridge = { ...ridge, predict: () => ({ kind: "values", values: new Float64Array(1) }) };
    await expect(predictEstimator(short, model, [numeric("a"), numeric("b")])).rejects.toThrow(
      expect.objectContaining({ code: "ESTIMATOR_MISBEHAVED", message: expect.stringContaining("for 4 rows") }),
    );
  });
});
