import { estimatorConformance } from "@mlops/conformance";
import { type NumericFeature, randomKey, randomStream, type TrainingData } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { exportEstimator } from "../../estimator/export-estimator.ts";
import { fitResolved } from "../../estimator/fit-resolved.ts";
import { predictEstimator } from "../../estimator/predict-estimator.ts";
import { resolveEstimator } from "../../estimator/resolve-estimator.ts";
import { openModel } from "../../runtime/open-model.ts";
import { estimatorSubject, withCapabilities } from "../../testing/estimator-subject.ts";
import kNearestNeighbours from "../k-nearest-neighbours/k-nearest-neighbours.ts";
import bagging from "./bagging.ts";

estimatorConformance({
  ...estimatorSubject(withCapabilities(bagging, kNearestNeighbours), {
    estimator: { class_path: "k-nearest-neighbours", hyperparameters: { n_neighbors: 3 } },
    n_estimators: 3,
  }),
  skill: 0.6,
});

/** A line with noise of a long upper tail. */
function noisyLine(rows: number, seed: string): TrainingData & { readonly features: readonly NumericFeature[] } {
  const random = randomStream(randomKey(seed));
  const x = Float64Array.from({ length: rows }, () => random.normal());
  const values = x.map((value) => 10 + 3 * value - Math.log(1 - random.uniform()));
  return { features: [{ kind: "numeric", name: "x", values: x }], target: { kind: "values", values } };
}

const member = { class_path: "sklearn.linear_model.LinearRegression" };

describe("quantiles of a bag", () => {
  it("hold the share of new rows that they name, and are outputs of the exported model", async () => {
    const resolved = await resolveEstimator("mlops.QuantileEnsemble");
    const fitted = await fitResolved(resolved, noisyLine(2000, "train"), { estimator: member });
    const fresh = noisyLine(4000, "test");
    const prediction = await predictEstimator(resolved.estimator, fitted, fresh.features);
    if (prediction.kind !== "values" || fresh.target.kind !== "values") throw new TypeError("a regression");
    const truth = fresh.target.values;
    expect(prediction.quantiles?.map(({ level }) => level)).toEqual([0.5, 0.75, 0.95, 0.99]);
    for (const { level, values } of prediction.quantiles ?? []) {
      const below = truth.filter((value, row) => value <= (values[row] ?? Number.NaN)).length / truth.length;
      // Three standard errors of the share, and what 2,000 training errors leave unsure.
      expect(Math.abs(below - level)).toBeLessThan(3 * Math.sqrt(level * (1 - level) * (1 / 4000 + 1 / 2000)));
    }
    await using model = await openModel(await exportEstimator(resolved.estimator, fitted));
    const answer = await model.predict({ x: fresh.features[0]?.values ?? new Float64Array() });
    expect(Object.keys(answer)).toEqual(["value", "value_p50", "value_p75", "value_p95", "value_p99"]);
    for (const [index, name] of ["value_p50", "value_p75", "value_p95", "value_p99"].entries()) {
      const own = prediction.quantiles?.[index]?.values ?? new Float64Array();
      expect(own.every((value, row) => Math.abs(value - Number(answer[name]?.[row])) < 1e-9)).toBe(true);
    }
  });

  it.each([
    [{ estimator: member, bootstrap: false, quantiles: [0.5] }, "rows that a fit did not see"],
    [{ estimator: member, quantiles: [1] }, '"quantiles" is [1]'],
    [{}, '"estimator" is undefined'],
  ])("refuses %j", async (options, message) => {
    const resolved = await resolveEstimator("bagging");
    await expect(fitResolved(resolved, noisyLine(50, "few"), options)).rejects.toThrow(message);
  });

  it("refuses to tell a tail from a few errors", async () => {
    const resolved = await resolveEstimator("bagging");
    const fit = fitResolved(resolved, noisyLine(15, "few"), { estimator: member, quantiles: [0.9] });
    await expect(fit).rejects.toThrow("Quantiles need 20 rows");
  });
});
