import { z } from "zod";

import { neighbourOptions } from "../../estimators/k-nearest-neighbours/neighbour-options.ts";
import { type ClassTable, combined, defineDialect, noEffect, option } from "../define-dialect.ts";
import { noThreads } from "../usual-parameters.ts";

const search = "the search is chosen by the size of the data and finds the same rows";

const parameters: ClassTable["parameters"] = {
  n_neighbors: option(neighbourOptions.shape.n_neighbors),
  weights: option(neighbourOptions.shape.weights),
  algorithm: noEffect(
    z.enum(["auto", "ball_tree", "kd_tree", "brute"]).default("auto").describe("No effect: a tree or a scan, by size."),
    search,
  ),
  leaf_size: noEffect(z.int().min(1).default(30).describe("No effect: leaves are the tree's own matter."), search),
  p: combined(neighbourOptions.shape.p),
  metric: combined(
    z
      .enum(["minkowski", "euclidean", "manhattan", "cityblock", "l1", "l2"])
      .default("minkowski")
      .describe("The distance; `minkowski` is that of `p`."),
  ),
  metric_params: noEffect(z.null().default(null).describe("Only null: the distances have no parameters."), search),
  n_jobs: noThreads,
};

const combine: ClassTable["combine"] = ({ metric, p }) => {
  if (metric === "minkowski") return { p: p ?? 2 };
  return { p: metric === "euclidean" || metric === "l2" ? 2 : 1 };
};

export default defineDialect({
  library: "scikit-learn",
  classes: [
    {
      classPath: "sklearn.neighbors.KNeighborsClassifier",
      estimator: "k-nearest-neighbours",
      task: "classification",
      parameters,
      combine,
    },
    {
      classPath: "sklearn.neighbors.KNeighborsRegressor",
      estimator: "k-nearest-neighbours",
      task: "regression",
      parameters,
      combine,
    },
  ],
});
