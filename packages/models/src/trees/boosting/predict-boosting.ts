import type { Feature, Prediction } from "@mlops/core";

import { sumTrees } from "../predict-trees.ts";
import type { BoostingState } from "./boosting-state.ts";

export function predictBoosting(features: readonly Feature[], { trees, start, link }: BoostingState): Prediction {
  const sums = sumTrees(features, trees);
  const scores = sums.map((column, output) => column.map((sum) => sum + (start[output] ?? 0)));
  const [first = new Float64Array(0)] = scores;
  switch (link.kind) {
    case "linear":
      return { kind: "values", values: first.map((score) => score * link.scale + link.shift) };
    case "exponential":
      return { kind: "values", values: first.map(Math.exp) };
    case "logistic": {
      const probabilities = [first.map((score) => 1 / (1 + Math.exp(score))), first.map(sigmoid)];
      return { kind: "probabilities", classes: link.classes, probabilities };
    }
    case "softmax":
      return { kind: "probabilities", classes: link.classes, probabilities: softmax(scores) };
  }
}

function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

function softmax(scores: readonly Float64Array[]): Float64Array[] {
  const powers = scores.map((column) => column.slice());
  const rows = powers[0]?.length ?? 0;
  for (let row = 0; row < rows; row++) {
    const largest = powers.reduce((most, column) => Math.max(most, column[row] ?? 0), -Infinity);
    let sum = 0;
    for (const column of powers) sum += column[row] = Math.exp((column[row] ?? 0) - largest);
    for (const column of powers) column[row] = (column[row] ?? 0) / sum;
  }
  return powers;
}
