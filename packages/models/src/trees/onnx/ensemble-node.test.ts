import type { Feature } from "@mlops/core";
import { graphBuilder, onnxModel, writeModel } from "@mlops/onnx";
import { describe, expect, it } from "vitest";

import { fitEstimator } from "../../estimator/fit-estimator.ts";
import { graphOpsets } from "../../estimator/graph-opsets.ts";
import classifier from "../../estimators/gradient-boosting-classifier/gradient-boosting-classifier.ts";
import forestRegressor from "../../estimators/random-forest-regressor/random-forest-regressor.ts";
import { openModel } from "../../runtime/open-model.ts";
import { sumTrees } from "../predict-trees.ts";
import { treeData } from "../testing/tree-data.ts";
import type { TreeEnsemble } from "../tree-ensemble.ts";
import { assertExportable } from "./export-size.ts";
import { treesToOnnx } from "./trees-to-onnx.ts";

/** Numeric columns only: codes of categories are not the point here. */
async function ensembleOf(classes: number, options: object): Promise<TreeEnsemble> {
  const data = treeData({ rows: 500, classes, seed: "newer" });
  const training = { ...data, features: data.features.filter(({ kind }) => kind === "numeric") };
  const { state } =
    classes === 0
      ? await fitEstimator(forestRegressor, training, options)
      : await fitEstimator(classifier, training, options);
  return state.trees;
}

function exported(ensemble: TreeEnsemble, features: readonly Feature[]) {
  const graph = graphBuilder("trees");
  const inputs = features.map(({ name }) => {
    return { kind: "numeric" as const, name, value: graph.input(name, "double", ["rows"]) };
  });
  treesToOnnx(graph, inputs, ensemble, 0).forEach((sum, output) => {
    graph.output(`sum${output}`, sum, "double", ["rows"]);
  });
  const finished = graph.finish();
  return { bytes: writeModel(onnxModel(finished, { opsets: graphOpsets(finished) })), opsets: graphOpsets(finished) };
}

describe("TreeEnsemble of ai.onnx.ml 5", () => {
  it.each([
    ["one output", 2, { max_iter: 12 }],
    ["several outputs", 4, { max_iter: 6 }],
    ["trees that are one leaf", 3, { min_split_gain: 1e9, max_iter: 2 }],
    ["a forest", 0, { n_estimators: 6 }],
  ] as const)("adds the same leaves: %s", async (_, classes, options) => {
    const ensemble = await ensembleOf(classes, options);
    const features = treeData({ rows: 300, classes: 0, seed: "rows" }).features.filter(
      ({ kind }) => kind === "numeric",
    );
    const { bytes, opsets } = exported(ensemble, features);
    expect(opsets).toEqual({ "ai.onnx.ml": 5 });
    await using model = await openModel(bytes);
    const columns = features.map(
      (feature) => [feature.name, feature.kind === "numeric" ? feature.values : []] as const,
    );
    const actual = await model.predict(Object.fromEntries(columns));
    sumTrees(features, ensemble).forEach((sum, output) => expect(actual[`sum${output}`]).toEqual(sum));
  });
});

describe("assertExportable", () => {
  it("refuses trees that no file could hold, and says what to do", () => {
    expect(() => assertExportable(50_000_000, 1)).not.toThrow();
    expect(() => assertExportable(200_000_000, 1)).toThrow(
      expect.objectContaining({ code: "MODEL_FIT_INVALID", hint: expect.stringContaining("max_depth") }),
    );
    expect(() => assertExportable(20_000_000, 20)).toThrow("2 GB");
  });
});
