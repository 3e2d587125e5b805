import { fRatio } from "../classification/averaged-ratio.ts";
import { assertOption } from "../series/assert-option.ts";

/** What each outcome costs, per row, in any unit; what is right costs 0 unless given. Gains are negative costs. */
export interface CostMatrix {
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly truePositive?: number;
  readonly trueNegative?: number;
}

/** What a decision threshold is tuned for. Plain JSON. */
export type ThresholdObjective =
  | { readonly metric: "f1" | "balanced_accuracy" }
  | { readonly metric: "f_beta"; readonly beta: number }
  | { readonly metric: "cost"; readonly costs: CostMatrix };

/** Weight of the rows of each outcome. */
export interface Outcomes {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * The value of outcomes, more being better: a metric as it is, a cost as minus the mean per row.
 *
 * @throws MlopsError EVALUATION_OPTION_INVALID
 */
export function objectiveValue(objective: ThresholdObjective): (outcomes: Outcomes) => number {
  switch (objective.metric) {
    case "f1":
      return fValue(1);
    case "f_beta":
      assertOption(objective.beta > 0 && Number.isFinite(objective.beta), "beta", objective.beta, "above 0");
      return fValue(objective.beta);
    case "balanced_accuracy":
      return ({ truePositives, falsePositives, positives, negatives }) =>
        (truePositives / positives + (negatives - falsePositives) / negatives) / 2;
    case "cost":
      return costValue(objective.costs);
  }
}

function fValue(beta: number): (outcomes: Outcomes) => number {
  const ratio = fRatio(beta);
  return ({ truePositives, falsePositives, positives }) => {
    const { part, whole } = ratio.of({
      correct: truePositives,
      actual: positives,
      predicted: truePositives + falsePositives,
    });
    return part / whole;
  };
}

function costValue(costs: CostMatrix): (outcomes: Outcomes) => number {
  for (const [name, cost] of Object.entries(costs)) {
    assertOption(Number.isFinite(cost), `costs.${name}`, cost, "a finite number");
  }
  const { falsePositive, falseNegative, truePositive = 0, trueNegative = 0 } = costs;
  return ({ truePositives, falsePositives, positives, negatives }) =>
    -(
      truePositive * truePositives +
      falseNegative * (positives - truePositives) +
      falsePositive * falsePositives +
      trueNegative * (negatives - falsePositives)
    ) /
    (positives + negatives);
}
