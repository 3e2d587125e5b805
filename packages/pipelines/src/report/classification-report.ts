import type { ClassLabel } from "@mlops/core";
import {
  applyThreshold,
  classificationMetric,
  computeClassificationMetric,
  confusionMatrix,
  isOfClass,
  type JudgedRows,
  positiveCode,
  precisionRecallCurve,
  rankClass,
  reliabilityCurve,
  rocCurve,
  type ThresholdObjective,
} from "@mlops/evaluation";
import type { ClassificationReport, ThresholdFacts } from "@mlops/reporting";

import type { ChosenThreshold } from "../tabular/decision.ts";
import { evenSample, MOST_ROWS, valuesAt } from "../tabular/even-sample.ts";

/** What of a classification's report follows from its judged rows. */
export type ClassificationCurves = Pick<
  ClassificationReport,
  "classes" | "positiveClass" | "roc" | "precisionRecall" | "calibration" | "confusion" | "threshold" | "scores"
>;

export interface ClassificationFacts {
  readonly rows: JudgedRows;
  /** Of a calibrated model: the same rows with the probabilities as they were before. */
  readonly uncalibrated?: JudgedRows;
  /** For the measures by threshold. */
  readonly validation?: JudgedRows;
  readonly positiveClass?: ClassLabel;
  readonly threshold?: ChosenThreshold;
}

/** Points of a curve. */
const MOST_POINTS = 400;

export function classificationCurves(facts: ClassificationFacts): ClassificationCurves {
  const { rows, uncalibrated, positiveClass } = facts;
  const codes = curveCodes(rows, positiveClass);
  const binary = rows.classes.length === 2;
  const roc = codes.flatMap((code) => {
    const curve = rocCurve(rankClass(rows, code), MOST_POINTS);
    return curve === null ? [] : [{ name: String(rows.classes[code]), ...curve }];
  });
  const precisionRecall = codes.flatMap((code) => {
    const curve = precisionRecallCurve(rankClass(rows, code), MOST_POINTS);
    return curve === null ? [] : [{ name: String(rows.classes[code]), ...curve }];
  });
  return {
    classes: rows.classes,
    ...(binary && { positiveClass: rows.classes[positiveCode(rows.classes, positiveClass)] ?? "" }),
    roc,
    precisionRecall,
    calibration: [
      ...codes.map((code) => binsOf(rows, code, uncalibrated ? "calibrated" : String(rows.classes[code]))),
      ...(uncalibrated && binary ? codes.map((code) => binsOf(uncalibrated, code, "before")) : []),
    ],
    confusion: confusionMatrix(rows),
    ...(binary && { threshold: thresholdFacts(facts), scores: scoresByClass(rows, codes[0] ?? 1) }),
  };
}

/** Of two classes the positive one; of more all, each against the rest. */
function curveCodes({ classes }: JudgedRows, positiveClass?: ClassLabel): readonly number[] {
  return classes.length === 2 ? [positiveCode(classes, positiveClass)] : [...classes.keys()];
}

function binsOf({ truth, probabilities = [] }: JudgedRows, code: number, name: string) {
  const bins = reliabilityCurve(isOfClass(truth, code), probabilities[code] ?? new Float64Array());
  return { name, bins: bins.map(({ predicted, observed, n }) => ({ predicted, observed, n })) };
}

function scoresByClass({ classes, truth, probabilities = [] }: JudgedRows, code: number) {
  const scores = probabilities[code] ?? new Float64Array();
  return classes.map((label, own) => {
    const positions = Uint32Array.from(truth.keys()).filter((row) => truth[row] === own);
    const kept = evenSample(positions.length, MOST_ROWS / 2).map((at) => positions[at] ?? 0);
    return { name: String(label), values: valuesAt(scores, kept) };
  });
}

function thresholdFacts({ threshold, validation, positiveClass }: ClassificationFacts): ThresholdFacts {
  const tuning = threshold?.tuning;
  return {
    value: threshold?.value ?? 0.5,
    tunedOn: tuning ? "validation" : null,
    ...(threshold && !tuning && { objective: "given by the recipe" }),
    ...(tuning && { objective: objectiveText(tuning.objective) }),
    ...(validation && { sweep: sweepOf(validation, positiveClass) }),
  };
}

function objectiveText(objective: ThresholdObjective): string {
  switch (objective.metric) {
    case "f_beta":
      return `f_beta, beta ${objective.beta}`;
    case "cost":
      return `cost, a false negative ${objective.costs.falseNegative}, a false positive ${objective.costs.falsePositive}`;
    default:
      return objective.metric;
  }
}

const sweptMetrics = ["precision", "recall", "f1"] as const;

/** The measures of the predicted classes at each percent. */
function sweepOf(rows: JudgedRows, positiveClass?: ClassLabel): NonNullable<ThresholdFacts["sweep"]> {
  const positive = rows.classes[positiveCode(rows.classes, positiveClass)] ?? "";
  const thresholds = Array.from({ length: 99 }, (_, at) => (at + 1) / 100);
  const measures: Record<string, (number | null)[]> = { precision: [], recall: [], f1: [] };
  for (const threshold of thresholds) {
    const predicted = applyThreshold({ threshold, positiveClass: positive }, rows.classes, rows.probabilities ?? []);
    for (const name of sweptMetrics) {
      const { metric } = classificationMetric(name);
      const { value } = computeClassificationMetric(metric, { ...rows, predicted }, { positiveClass: positive });
      measures[name]?.push(value);
    }
  }
  return { part: "validation", thresholds, measures };
}
