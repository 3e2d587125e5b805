import { readFileSync } from "node:fs";

import type { ClassLabel, NumericFeature, TrainingData } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { classTarget } from "../../estimator/class-target.ts";
import { decideIndex } from "../../estimator/classification-tail.ts";
import { fitEstimator } from "../../estimator/fit-estimator.ts";
import { predictEstimator } from "../../estimator/predict-estimator.ts";
import logisticRegression from "./logistic-regression.ts";

interface GoldenCase {
  readonly name: string;
  readonly columns: readonly (readonly number[])[];
  readonly labels: readonly ClassLabel[];
  readonly weights: readonly number[] | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly expected: {
    readonly classes: readonly ClassLabel[];
    readonly coefficients: readonly (readonly number[])[];
    readonly intercepts: readonly number[];
    readonly probabilities: readonly (readonly number[])[];
    readonly labels: readonly ClassLabel[];
  };
}

const golden = JSON.parse(
  readFileSync(new URL("../../../../../fixtures/golden/models/logistic-regression.json", import.meta.url), "utf8"),
) as { readonly cases: readonly GoldenCase[] };

function trainingOf(
  columns: readonly (readonly number[])[],
  labels: readonly ClassLabel[],
  weights: readonly number[] | null = null,
): TrainingData {
  const features = columns.map((values, index): NumericFeature => ({
    kind: "numeric",
    name: `x${index}`,
    values: Float64Array.from(values),
  }));
  return {
    features,
    target: classTarget(labels),
    ...(weights && { weights: Float64Array.from(weights) }),
  };
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, index) =>
    expect(Math.abs((actual[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    ),
  );
}

const cases = golden.cases.flatMap((example) =>
  (["newton-cholesky", "lbfgs"] as const).map((solver) => ({ ...example, solver })),
);

describe("logistic regression against scikit-learn", () => {
  it.each(cases)("$name by $solver", async ({ columns, labels, weights, options, expected, solver }) => {
    const training = trainingOf(columns, labels, weights);
    const fitted = await fitEstimator(logisticRegression, training, { ...options, solver, tol: 1e-10, max_iter: 5000 });
    const { state } = fitted;
    expect(state.convergence).toMatchObject({ converged: true, solver, reason: null });
    expect(state.classes).toEqual(expected.classes);
    state.coefficients.forEach((row, index) => expectClose(row, expected.coefficients[index] ?? [], 1e-6));
    expectClose(state.intercepts, expected.intercepts, 1e-6);
    const prediction = await predictEstimator(logisticRegression, fitted, training.features);
    const probabilities = prediction.kind === "probabilities" ? prediction.probabilities : [];
    probabilities.forEach((column, index) => expectClose(column, expected.probabilities[index] ?? [], 1e-7));
    const predicted = labels.map(
      (_, row) =>
        state.classes[
          decideIndex(
            state.classes,
            probabilities.map((column) => column[row] ?? Number.NaN),
          )
        ],
    );
    expect(predicted).toEqual(expected.labels);
  });
});

describe("the convergence report", () => {
  const separable = trainingOf([[-2, -1, 1, 2]], ["no", "no", "yes", "yes"]);

  it.each(["newton-cholesky", "lbfgs"])("names separable classes, with finite coefficients: %s", async (solver) => {
    const fitted = await fitEstimator(logisticRegression, separable, { penalty: null, solver });
    expect(fitted.state.convergence).toMatchObject({ converged: false, reason: "separable" });
    expect(fitted.warnings).toEqual([expect.stringContaining("a rule separates the classes")]);
    expect([...fitted.state.coefficients.flat(), ...fitted.state.intercepts].every(Number.isFinite)).toBe(true);
    const penalised = await fitEstimator(logisticRegression, separable, { solver });
    expect(penalised.state.convergence.converged).toBe(true);
  });

  it.each([1e-4, 1e-8])("names classes that are separated but for a shared value (tol %d)", async (tol) => {
    const training = trainingOf([[-2, -1, 0, 0, 1, 2]], [0, 0, 0, 1, 1, 1]);
    const { state } = await fitEstimator(logisticRegression, training, { penalty: "none", tol });
    expect(state.convergence).toMatchObject({ converged: false, reason: "separable" });
    expect(state.coefficients.flat().every(Number.isFinite)).toBe(true);
  });

  it("says that there were too few iterations", async () => {
    const [example] = golden.cases;
    const training = trainingOf(example?.columns ?? [], example?.labels ?? []);
    const fitted = await fitEstimator(logisticRegression, training, { tol: 1e-12, max_iter: 2 });
    expect(fitted.state.convergence).toMatchObject({ converged: false, reason: "max-iter", iterations: 2 });
    expect(fitted.warnings[0]).toContain("raise max_iter");
  });

  it("is finite for columns of any size", async () => {
    const size = fc.double({ min: -9, max: 9, noNaN: true }).map((exponent) => 10 ** exponent);
    const run = fc.asyncProperty(size, fc.constantFrom("newton-cholesky", "lbfgs"), async (factor, solver) => {
      const x = Array.from({ length: 40 }, (_, row) => factor * (Math.sin(row * 1.3) + row / 40));
      const labels = Array.from({ length: 40 }, (_, row) => (row * 7) % 11 > 4);
      const { state } = await fitEstimator(logisticRegression, trainingOf([x], labels), { solver });
      expect([...state.coefficients.flat(), ...state.intercepts].every(Number.isFinite)).toBe(true);
      expect(state.convergence.converged).toBe(true);
    });
    await fc.assert(run, { numRuns: 60 });
  });
});

describe("logistic regression", () => {
  it.each([
    [{ C: 0 }, '"C" is 0; it has to be a number > 0'],
    [{ penalty: "l3" }, '"penalty" is "l3"; it has to be "l2" or "l1" or "elasticnet" or "none" or null'],
    [{ class_weigth: "balanced" }, 'no parameter "class_weigth". Did you mean "class_weight"?'],
    [{ max_iter: 1.5 }, '"max_iter" is 1.5; it has to be a whole number ≥ 1'],
    [{ class_weight: { maybe: 2 } }, 'class_weight names "maybe", which is no class; there are "no", "yes"'],
    [{ class_weight: { no: 0, yes: 0 } }, "leave no row with a weight"],
  ])("refuses %j", async (options, message) => {
    const training = trainingOf([[-2, -1, 1, 2]], ["no", "yes", "no", "yes"]);
    await expect(fitEstimator(logisticRegression, training, options)).rejects.toThrow(message);
  });

  it("refuses a single class", async () => {
    const training = trainingOf([[1, 2, 3]], ["no", "no", "no"]);
    await expect(fitEstimator(logisticRegression, training)).rejects.toMatchObject({
      code: "MODEL_FIT_INVALID",
      message: 'Logistic regression needs two classes; every row is "no".',
    });
  });
});
