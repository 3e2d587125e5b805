import type { TablePlan } from "../tabular/table-plan.ts";

export const loanPlan: TablePlan = {
  recipe: "loans",
  recipeDigest: "0".repeat(64),
  modelName: "loans",
  alias: "champion",
  source: { kind: "file", path: "" },
  task: "classification",
  target: "bad",
  exclude: [],
  split: { strategy: "random", train: 0.7, validation: 0.15, test: 0.15, calibration: 0, stratify: true },
  estimator: { classPath: "sklearn.linear_model.LogisticRegression", options: {} },
  decision: {},
  judging: { confidenceLevel: 0.9, resamples: 200, blockHours: 24, leakPolicy: "report", outcomeColumns: [] },
  metrics: ["accuracy"],
  thresholds: [],
  minimumPoints: 1,
  warnings: [],
};
