import { type ClassLabel, type ClassTarget, MlopsError } from "@mlops/core";
import { doubles, type GraphBuilder, int64s, type Value } from "@mlops/onnx";
import { z } from "zod";

import { defineEstimator, type OnnxFeature } from "../../estimator/define-estimator.ts";
import { featureTable } from "../../estimator/feature-table.ts";
import { columnOf } from "../../estimator/linear-scores.ts";
import { numericColumns } from "../../estimator/numeric-columns.ts";
import { softmax } from "../../estimator/score-probabilities.ts";
import { classesOf } from "../../estimator/target-of.ts";
import { meanOf } from "../ridge/standardisation.ts";

const options = z.strictObject({
  priors: z
    .array(z.number().min(0))
    .min(1)
    .nullable()
    .default(null)
    .describe("Probabilities of the classes before anything is seen, in their sorted order; null is their shares."),
  var_smoothing: z
    .number()
    .min(0)
    .default(1e-9)
    .describe("Added to each variance, as a part of the largest variance of a column."),
});

interface GaussianState {
  readonly classes: readonly ClassLabel[];
  readonly logPriors: readonly number[];
  /** By class, then by feature, in the feature's unit. */
  readonly means: readonly (readonly number[])[];
  /** By class, then by feature, above 0, in the feature's unit squared. */
  readonly variances: readonly (readonly number[])[];
}

/**
 * Naive Bayes with a normal distribution for each column and class.
 * T. Hastie, R. Tibshirani & J. Friedman, The Elements of Statistical Learning, 2nd edition, section 6.6.3.
 */
export default defineEstimator<typeof options, GaussianState>({
  name: "gaussian-nb",
  aliases: [],
  summary: "Naive Bayes: columns are independent and normal within each class.",
  options,
  capabilities: {
    tasks: ["classification"],
    classes: "many",
    multiTarget: false,
    missingValues: false,
    categories: false,
    sampleWeights: true,
    classWeights: false,
    fineTuning: false,
  },
  fit({ features, target, weights }, chosen, context) {
    const state = learn(numericColumns(features), classesOf(target), weights, chosen);
    context.progress(1, 1);
    return state;
  },
  predict(features, state) {
    const scores = logLikelihoods(numericColumns(features), state);
    return { kind: "probabilities", classes: state.classes, probabilities: softmax(scores) };
  },
  toOnnx: (graph, inputs, state) => ({
    kind: "probabilities",
    probabilities: probabilitiesToOnnx(graph, inputs, state),
  }),
});

function learn(
  columns: readonly Float64Array[],
  { classes, codes }: ClassTarget,
  weights: Float64Array | undefined,
  { priors, var_smoothing: smoothing }: z.output<typeof options>,
): GaussianState {
  const all = weights ?? new Float64Array(codes.length).fill(1);
  const byClass = classes.map((_, code) => all.map((weight, row) => (codes[row] === code ? weight : 0)));
  // As scikit-learn's: rows count alike here, whatever their weights.
  const largest = Math.max(...columns.map((column) => varianceOf(column, meanOf(column), undefined)));
  const addition = smoothing * largest;
  const means = byClass.map((own) => columns.map((column) => meanOf(column, own)));
  const variances = byClass.map((own, code) =>
    columns.map((column, index) => varianceOf(column, means[code]?.[index] ?? 0, own) + addition),
  );
  if (!variances.flat().every((variance) => variance > 0)) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      "A column is constant within a class, so that it has no normal distribution there: raise var_smoothing or leave out constant columns.",
    );
  }
  return { classes: [...classes], logPriors: logPriors(classes, byClass, priors), means, variances };
}

function logPriors(
  classes: readonly ClassLabel[],
  byClass: readonly Float64Array[],
  priors: readonly number[] | null,
): number[] {
  const totals = byClass.map((own) => own.reduce((sum, weight) => sum + weight, 0));
  const total = totals.reduce((sum, each) => sum + each, 0);
  if (priors === null) return totals.map((each) => Math.log(each / total));
  const sum = priors.reduce((so, each) => so + each, 0);
  if (priors.length !== classes.length || Math.abs(sum - 1) > 1e-9) {
    throw new MlopsError(
      "ESTIMATOR_OPTION_INVALID",
      `gaussian-nb: "priors" has ${priors.length} numbers that sum to ${sum}; one for each of the ${classes.length} classes is needed, summing to 1.`,
    );
  }
  // The least double stands for 0, whose logarithm no graph could subtract.
  return priors.map((each) => Math.log(Math.max(each, Number.MIN_VALUE)));
}

function varianceOf(column: Float64Array, mean: number, weights: Float64Array | undefined): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < column.length; row++) {
    const weight = weights?.[row] ?? 1;
    sum += weight * ((column[row] ?? 0) - mean) ** 2;
    total += weight;
  }
  return sum / total;
}

function offsets({ logPriors, variances }: GaussianState): number[] {
  return variances.map(
    (own, code) =>
      (logPriors[code] ?? 0) - 0.5 * own.reduce((sum, variance) => sum + Math.log(2 * Math.PI * variance), 0),
  );
}

function logLikelihoods(columns: readonly Float64Array[], state: GaussianState): Float64Array[] {
  return offsets(state).map((offset, code) => {
    const scores = new Float64Array(columns[0]?.length ?? 0);
    columns.forEach((column, index) => {
      const mean = state.means[code]?.[index] ?? 0;
      const variance = state.variances[code]?.[index] ?? 1;
      for (let row = 0; row < column.length; row++) {
        scores[row] = (scores[row] ?? 0) + ((column[row] ?? 0) - mean) ** 2 / variance;
      }
    });
    return scores.map((score) => offset - 0.5 * score);
  });
}

function probabilitiesToOnnx(graph: GraphBuilder, inputs: readonly OnnxFeature[], state: GaussianState): Value[] {
  const table = featureTable(graph, inputs);
  const axis = graph.constant("axis", int64s([1]));
  const half = graph.constant("half", doubles([-0.5], []));
  const scores = offsets(state).map((offset, code) => {
    const row = (values: readonly number[] = []) => doubles(values, [1, values.length]);
    const distance = graph.node("Sub", [table, graph.constant("means", row(state.means[code]))]);
    const square = graph.node("Mul", [distance, distance]);
    const scaled = graph.node("Div", [square, graph.constant("variances", row(state.variances[code]))]);
    const sum = graph.node("ReduceSum", [scaled, axis], { attributes: { keepdims: { int: 1 } } });
    return graph.node("Add", [graph.node("Mul", [sum, half]), graph.constant("offset", doubles([offset], []))]);
  });
  const joined = graph.node("Concat", scores, { attributes: { axis: { int: 1 } } });
  const softmaxed = graph.node("Softmax", [joined], { attributes: { axis: { int: 1 } } });
  return state.classes.map((_, code) => columnOf(graph, softmaxed, code));
}
