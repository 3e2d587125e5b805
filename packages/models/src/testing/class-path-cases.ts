import { readFileSync } from "node:fs";

import type { ClassLabel, NumericFeature, TrainingData } from "@mlops/core";

import { classTarget } from "../estimator/class-target.ts";

/** What a class of scikit-learn predicted, from its own parameters. */
export interface ClassPathCase {
  readonly name: string;
  readonly class_path: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly columns: readonly (readonly number[])[];
  readonly target: readonly ClassLabel[];
  readonly weights: readonly number[] | null;
  readonly test: readonly (readonly number[])[];
  readonly tolerance: number;
  readonly expected: {
    /** Of a classifier. */
    readonly labels: readonly ClassLabel[] | null;
    /** Probabilities by class, or the values. */
    readonly scores: readonly (readonly number[])[];
  };
}

export function classPathCases(): readonly ClassPathCase[] {
  const file = new URL("../../../../fixtures/golden/models/class-paths.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly cases: readonly ClassPathCase[] }).cases;
}

export function featuresOf(columns: readonly (readonly number[])[]): NumericFeature[] {
  return columns.map((values, index) => ({ kind: "numeric", name: `x${index}`, values: Float64Array.from(values) }));
}

export function trainingOf({ columns, target, weights, expected }: ClassPathCase): TrainingData {
  return {
    features: featuresOf(columns),
    target:
      expected.labels === null ? { kind: "values", values: Float64Array.from(target, Number) } : classTarget(target),
    ...(weights && { weights: Float64Array.from(weights) }),
  };
}
