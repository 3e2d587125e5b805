import { type ClassLabel, positiveCode } from "../classification/class-labels.ts";
import { assertJudgedRows, type JudgedRows } from "../classification/judged-rows.ts";
import { assertWeightsAllowed } from "./metric.ts";
import { type MetricDescription, type MetricValue, notDefined } from "./metric-description.ts";

export type Average = "binary" | "macro" | "micro" | "weighted";

export interface ClassificationOptions {
  /** Default: the last of two classes. */
  readonly positiveClass?: ClassLabel;
  /**
   * How classes become one number. `binary`: the positive class alone, the default for two classes. For more the default
   * is `weighted` (by the number of true rows) for precision, recall and F, `macro` (the plain mean) for areas.
   */
  readonly average?: Average;
  /** Areas of more than two classes: each class against the rest (default), or each against each. */
  readonly multiClass?: "ovr" | "ovo";
  /** What an undefined precision, recall or F is taken for. Default: null with a reason alone, 0 in an average. */
  readonly zeroDivision?: 0 | 1;
  /** Of calibration errors. Default 10. */
  readonly bins?: number;
  /** Of calibration errors. Default `equal-width`. */
  readonly binning?: "equal-width" | "equal-mass";
}

/** A measure of predicted classes or probabilities. One file in this folder is one metric, named like it. */
export interface ClassificationMetric extends MetricDescription {
  readonly task: "classification";
  readonly needs: "labels" | "probabilities";
  /** Names of this metric with some options set: `f1_macro`. */
  readonly variants?: Readonly<Record<string, ClassificationOptions>>;
  /** The rows are consistent and at least one; probabilities are there where they are needed. */
  compute(rows: JudgedRows, options: ClassificationOptions): MetricValue;
}

export function defineClassificationMetric(metric: Omit<ClassificationMetric, "task">): ClassificationMetric {
  return { ...metric, task: "classification" };
}

/**
 * A metric of rows. Null with `no-probabilities` where a metric needs them and the model gave classes only.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID, EVALUATION_CLASSES_INVALID, EVALUATION_OPTION_INVALID
 */
export function computeClassificationMetric(
  metric: ClassificationMetric,
  rows: JudgedRows,
  options: ClassificationOptions = {},
): MetricValue {
  assertJudgedRows(rows);
  return computeOnJudgedRows(metric, rows, options);
}

/** The same for rows that are known to be consistent. */
export function computeOnJudgedRows(
  metric: ClassificationMetric,
  rows: JudgedRows,
  options: ClassificationOptions,
): MetricValue {
  assertWeightsAllowed(metric, rows.weights, rows.truth.length);
  if (options.positiveClass !== undefined) positiveCode(rows.classes, options.positiveClass);
  if (rows.truth.length === 0) return notDefined("no-rows", 0);
  if (metric.needs === "probabilities" && rows.probabilities === undefined) {
    return notDefined("no-probabilities", rows.truth.length);
  }
  return metric.compute(rows, options);
}
