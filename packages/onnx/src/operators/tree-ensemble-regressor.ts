import { type TreeNode, treesOf } from "../families/trees.ts";
import { numberValue } from "../interpreter/value.ts";
import { unsupported } from "../model/unsupported.ts";
import type { Call } from "../operator/call.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

/** The leaves that each row of features reaches, one per tree, put together per target; always floats. */
export default defineOperator({
  name: "TreeEnsembleRegressor",
  domain: "ai.onnx.ml",
  inputs: [1, 1],
  infer(call) {
    const { shape } = call.input(0);
    if (shape !== null && shape.length !== 2) throw call.fail("takes a matrix of rows and features");
    return [fact("float", [shape?.[0] ?? "?", targetCount(call)])];
  },
  evaluate(call) {
    const x = call.input(0);
    const [rows = 0, columns = 0] = x.shape;
    const targets = targetCount(call);
    const roots = treesOf(call);
    const base = call.attributes.tensor("base_values_as_tensor")?.data ?? call.attributes.floats("base_values") ?? [];
    const aggregate = call.attributes.text("aggregate_function") ?? "SUM";
    const transform = transformOf(call);
    const data = new Float64Array(rows * targets);
    for (let row = 0; row < rows; row++) {
      const features = Array.from({ length: columns }, (_, column) => Number(x.data[row * columns + column]));
      const weights = Array.from({ length: targets }, (): number[] => []);
      for (const root of roots)
        for (const [target, weight] of leafOf(call, root, features)) weights[target]?.push(weight);
      weights.forEach((each, target) => {
        data[row * targets + target] = transform(aggregated(each, aggregate, roots.length) + Number(base[target] ?? 0));
      });
    }
    return [numberValue("float", [rows, targets], data)];
  },
});

function targetCount(call: Call<unknown>): number {
  return call.attributes.int("n_targets") ?? 1;
}

function leafOf(
  call: Call<unknown>,
  root: TreeNode,
  features: readonly number[],
): readonly (readonly [number, number])[] {
  let node = root;
  while ("isTrue" in node) {
    const feature = features[node.feature];
    if (feature === undefined) throw call.fail(`asks for feature ${node.feature}`);
    node = node.isTrue(feature) ? node.onTrue() : node.onFalse();
  }
  return node.weights;
}

function aggregated(weights: readonly number[], aggregate: string, trees: number): number {
  if (weights.length === 0) return 0;
  if (aggregate === "MIN") return Math.min(...weights);
  if (aggregate === "MAX") return Math.max(...weights);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return aggregate === "AVERAGE" ? sum / trees : sum;
}

function transformOf(call: Call<unknown>): (value: number) => number {
  const name = call.attributes.text("post_transform") ?? "NONE";
  if (name === "NONE") return (value) => value;
  if (name === "LOGISTIC") return (value) => 1 / (1 + Math.exp(-value));
  throw unsupported(`The transformation ${name} after trees`);
}
