import { type FitContext, MlopsError, type Prediction, randomStream, splitKey, type TrainingData } from "@mlops/core";
import { doubles } from "@mlops/onnx";

import { defineEstimator } from "../../estimator/define-estimator.ts";
import type { FittedEstimator } from "../../estimator/fitted-estimator.ts";
import { fitMember } from "../../members/fit-member.ts";
import { meanPrediction, meanToOnnx } from "../../members/mean-prediction.ts";
import { memberToOnnx, predictMember } from "../../members/member-answers.ts";
import { type BaggingOptions, baggingOptions } from "./bagging-options.ts";
import { drawRows, takeFeature, takeTraining } from "./drawn-rows.ts";
import { type ErrorQuantile, errorQuantiles, type UnseenSums } from "./unseen-errors.ts";

interface BaggingState {
  readonly members: readonly FittedEstimator[];
  readonly quantiles: readonly ErrorQuantile[];
}

export default defineEstimator<typeof baggingOptions, BaggingState>({
  name: "bagging",
  aliases: [],
  summary: "The mean of an estimator fitted on many draws of the rows; of a regression with quantiles of its errors.",
  options: baggingOptions,
  capabilities: {
    tasks: ["classification", "regression"],
    classes: "many",
    multiTarget: false,
    missingValues: true,
    categories: true,
    // A draw by rows and one by weights are not the same.
    sampleWeights: false,
    classWeights: false,
    fineTuning: false,
  },
  async fit(training, options, context) {
    assertQuantiles(training, options);
    const unseen = sumsFor(training);
    const once = withoutRepeats(context);
    const members: FittedEstimator[] = [];
    for (let index = 0; index < options.n_estimators; index++) {
      members.push(await fitBag(training, options, once, index, unseen));
    }
    const { target } = training;
    const levels = options.quantiles ?? [];
    return {
      members,
      quantiles: target.kind === "values" && levels.length > 0 ? errorQuantiles(target.values, unseen, levels) : [],
    };
  },
  quantileLevels: ({ quantiles }) => quantiles.map(({ level }) => level),
  async predict(features, { members, quantiles }) {
    const answers: Prediction[] = [];
    for (const fitted of members) answers.push(await predictMember(fitted, features));
    const mean = meanPrediction(answers, sharesOf(members));
    if (mean.kind !== "values" || quantiles.length === 0) return mean;
    const { values } = mean;
    return {
      ...mean,
      quantiles: quantiles.map(({ level, error }) => ({ level, values: values.map((value) => value + error) })),
    };
  },
  async toOnnx(graph, inputs, { members, quantiles }) {
    const answers = [];
    for (const fitted of members) answers.push(await memberToOnnx(graph, inputs, fitted));
    const mean = meanToOnnx(graph, answers, sharesOf(members));
    if (mean.kind !== "values" || quantiles.length === 0) return mean;
    const { value } = mean;
    return {
      ...mean,
      quantiles: quantiles.map(({ level, error }) => ({
        level,
        value: graph.node("Add", [value, graph.constant("error", doubles([error], []))]),
      })),
    };
  },
});

/** What many fits say alike is said once. */
function withoutRepeats(context: FitContext): FitContext {
  const said = new Set<string>();
  return {
    ...context,
    log(level, message) {
      if (said.has(message)) return;
      said.add(message);
      context.log(level, message);
    },
  };
}

function assertQuantiles({ target }: TrainingData, { quantiles, bootstrap, max_samples: part }: BaggingOptions): void {
  if (quantiles === null || quantiles.length === 0) return;
  if (target.kind === "classes") {
    throw new MlopsError("ESTIMATOR_DATA_UNSUPPORTED", "Quantiles are of a regression; the target has classes.");
  }
  if (!bootstrap && part === 1) {
    throw new MlopsError(
      "ESTIMATOR_OPTION_INVALID",
      "bagging: quantiles come from rows that a fit did not see; set bootstrap, or max_samples below 1.",
    );
  }
}

/** One fit, and what it says of the rows that it did not see. */
async function fitBag(
  training: TrainingData,
  options: BaggingOptions,
  context: FitContext,
  index: number,
  unseen: UnseenSums,
): Promise<FittedEstimator> {
  const random = randomStream(splitKey(context.randomKey, "bag", index));
  const rows = drawRows(training.target, options.max_samples, options.bootstrap, random);
  const place = { name: "bag", index, count: options.n_estimators };
  const fitted = await fitMember(options.estimator, takeTraining(training, rows), context, place);
  if (options.quantiles === null || options.quantiles.length === 0) return fitted;
  const seen = new Set(rows);
  const others = unseen.counts.map((_, row) => row).filter((row) => !seen.has(row));
  const features = training.features.map((feature) => takeFeature(feature, others));
  const prediction = others.length === 0 ? undefined : await predictMember(fitted, features);
  if (prediction?.kind !== "values") return fitted;
  others.forEach((row, position) => {
    unseen.sums[row] = (unseen.sums[row] ?? 0) + (prediction.values[position] ?? 0);
    unseen.counts[row] = (unseen.counts[row] ?? 0) + 1;
  });
  return fitted;
}

function sumsFor({ target }: TrainingData): UnseenSums {
  const rows = target.kind === "values" ? target.values.length : target.codes.length;
  return { sums: new Float64Array(rows), counts: new Int32Array(rows) };
}

function sharesOf(members: readonly FittedEstimator[]): number[] {
  return members.map(() => 1 / members.length);
}
