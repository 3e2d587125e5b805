import type { Estimator } from "../estimator/define-estimator.ts";

/** What is known of an estimator before it is loaded. */
export interface EstimatorEntry {
  readonly name: string;
  /** Class paths of other libraries and documents. */
  readonly aliases: readonly string[];
  load(): Promise<Estimator>;
}

/** Every estimator: one for each folder beside this file, in order of name; a test holds it against the folders. */
export const estimatorCatalogue: readonly EstimatorEntry[] = [
  {
    name: "dummy-classifier",
    aliases: ["sklearn.dummy.DummyClassifier"],
    load: async () => (await import("./dummy-classifier/dummy-classifier.ts")).default,
  },
  {
    name: "dummy-regressor",
    aliases: ["sklearn.dummy.DummyRegressor"],
    load: async () => (await import("./dummy-regressor/dummy-regressor.ts")).default,
  },
  {
    name: "logistic-regression",
    aliases: ["sklearn.linear_model.LogisticRegression"],
    load: async () => (await import("./logistic-regression/logistic-regression.ts")).default,
  },
  {
    name: "ridge",
    aliases: ["mlops.ridge", "sklearn.linear_model.Ridge"],
    load: async () => (await import("./ridge/ridge.ts")).default,
  },
];
