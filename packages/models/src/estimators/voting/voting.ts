import { type ClassLabel, MlopsError, type Prediction } from "@mlops/core";

import { defineEstimator } from "../../estimator/define-estimator.ts";
import type { FittedEstimator } from "../../estimator/fitted-estimator.ts";
import { fitMember } from "../../members/fit-member.ts";
import { memberToOnnx, predictMember } from "../../members/member-answers.ts";
import { meanPrediction, meanToOnnx } from "../../members/mean-prediction.ts";
import { votes, votesToOnnx } from "./votes.ts";
import { type VotingOptions, votingOptions } from "./voting-options.ts";

interface VotingState {
  readonly members: readonly { readonly name: string; readonly fitted: FittedEstimator }[];
  /** One per member, ≥ 0, summing to 1. */
  readonly shares: readonly number[];
  /** Whether members vote for one class each. */
  readonly hard: boolean;
  readonly classes: readonly ClassLabel[] | null;
}

export default defineEstimator<typeof votingOptions, VotingState>({
  name: "voting",
  aliases: [],
  summary: "Several estimators together: the mean of their predictions or probabilities, or the most voted class.",
  options: votingOptions,
  capabilities: {
    tasks: ["classification", "regression"],
    classes: "many",
    multiTarget: false,
    missingValues: true,
    categories: true,
    sampleWeights: true,
    classWeights: false,
    fineTuning: false,
  },
  async fit(training, options, context) {
    const shares = sharesOf(options);
    const members = [];
    for (const [index, { name, estimator }] of options.estimators.entries()) {
      const place = { name, index, count: options.estimators.length };
      members.push({ name, fitted: await fitMember(estimator, training, context, place) });
    }
    const { target } = training;
    return {
      members,
      shares,
      hard: options.voting === "hard" && target.kind === "classes",
      classes: target.kind === "classes" ? [...target.classes] : null,
    };
  },
  async predict(features, { members, shares, hard }) {
    const answers: Prediction[] = [];
    for (const { fitted } of members) answers.push(await predictMember(fitted, features));
    return meanPrediction(hard ? answers.map(votes) : answers, shares);
  },
  async toOnnx(graph, inputs, { members, shares, hard }) {
    const answers = [];
    for (const { fitted } of members) {
      const answer = await memberToOnnx(graph, inputs, fitted);
      answers.push(hard ? votesToOnnx(graph, answer) : answer);
    }
    return meanToOnnx(graph, answers, shares);
  },
});

function sharesOf({ estimators, weights }: VotingOptions): number[] {
  const names = estimators.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new MlopsError("ESTIMATOR_OPTION_INVALID", `voting: two of the estimators are called "${twice}".`);
  }
  if (weights === null) return estimators.map(() => 1 / estimators.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.length === estimators.length && total > 0) return weights.map((weight) => weight / total);
  throw new MlopsError(
    "ESTIMATOR_OPTION_INVALID",
    `voting: "weights" is ${JSON.stringify(weights)}; one number for each of the ${estimators.length} estimators is needed, not all 0.`,
  );
}
