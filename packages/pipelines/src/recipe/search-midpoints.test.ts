import { expect, test } from "vitest";

import type { EstimatorSpec } from "./recipe.ts";
import { withMidpoints } from "./search-midpoints.ts";

const spec: EstimatorSpec = {
  classPath: "m",
  values: { n_jobs: 1 },
  space: {
    depth: { kind: "integer", low: 3, high: 20, log: false },
    rate: { kind: "float", low: 0.01, high: 0.3, log: false },
    alpha: { kind: "float", low: 0.001, high: 10, log: true },
    leaves: { kind: "integer", low: 10, high: 100, log: false, step: 20 },
    criterion: { kind: "categorical", choices: ["gini", "entropy"] },
  },
};

test("ranges take their middle, by their scale and step, choices their first", () => {
  const { model, warnings } = withMidpoints(spec);
  expect(model).toEqual({
    classPath: "m",
    values: { n_jobs: 1, depth: 11, rate: 0.155, alpha: 0.1, leaves: 50, criterion: "gini" },
    space: {},
  });
  expect(warnings).toEqual([
    'Nothing is searched: each range takes its middle, or its first choice (depth 11 of 3 … 20, rate 0.155 of 0.01 … 0.3, alpha 0.1 of 0.001 … 10, leaves 50 of 10 … 100, criterion "gini" of ["gini","entropy"]).',
  ]);
});

test("estimators inside estimators too, and a model without ranges is as it was", () => {
  const inner: EstimatorSpec = { values: {}, space: { n: { kind: "integer", low: 1, high: 4, log: false } } };
  const nested = withMidpoints({
    values: {},
    space: {},
    estimator: inner,
    estimators: [{ name: "rf", estimator: inner }],
  });
  expect(nested.model.estimator?.values).toEqual({ n: 2 });
  expect(nested.model.estimators?.[0]?.estimator.values).toEqual({ n: 2 });
  expect(nested.warnings[0]).toContain("estimator.n 2 of 1 … 4, rf.n 2 of 1 … 4");
  expect(withMidpoints({ values: { a: 1 }, space: {} })).toEqual({
    model: { values: { a: 1 }, space: {} },
    warnings: [],
  });
});
