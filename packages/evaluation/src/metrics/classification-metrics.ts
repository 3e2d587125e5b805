import { MlopsError } from "@mlops/core";

import accuracy from "./accuracy.ts";
import balancedAccuracy from "./balanced-accuracy.ts";
import calibrationBrier from "./calibration-brier.ts";
import calibrationEce from "./calibration-ece.ts";
import calibrationMce from "./calibration-mce.ts";
import type { ClassificationMetric, ClassificationOptions } from "./classification-metric.ts";
import f1 from "./f1.ts";
import logLoss from "./log-loss.ts";
import mcc from "./mcc.ts";
import prAuc from "./pr-auc.ts";
import precision from "./precision.ts";
import recall from "./recall.ts";
import rocAuc from "./roc-auc.ts";

/** Every classification metric by name: one for each file of this folder that defines one. */
export const classificationMetrics: Readonly<Record<string, ClassificationMetric>> = {
  accuracy,
  balanced_accuracy: balancedAccuracy,
  calibration_brier: calibrationBrier,
  calibration_ece: calibrationEce,
  calibration_mce: calibrationMce,
  f1,
  log_loss: logLoss,
  mcc,
  pr_auc: prAuc,
  precision,
  recall,
  roc_auc: rocAuc,
};

/** What a name stands for: a metric and the options that the name itself sets. */
export interface NamedClassificationMetric {
  readonly metric: ClassificationMetric;
  readonly options: ClassificationOptions;
}

const byEveryName: ReadonlyMap<string, NamedClassificationMetric> = new Map(
  Object.values(classificationMetrics).flatMap((metric) => [
    ...[metric.name, ...metric.aliases].map((name) => [name, { metric, options: {} }] as const),
    ...Object.entries(metric.variants ?? {}).map(([name, options]) => [name, { metric, options }] as const),
  ]),
);

/**
 * A metric by its name, an alias or the name of a variant (`f1_macro`).
 *
 * @throws MlopsError EVALUATION_METRIC_UNKNOWN listing what there is.
 */
export function classificationMetric(name: string): NamedClassificationMetric {
  const found = byEveryName.get(name);
  if (found !== undefined) return found;
  const known = Object.keys(classificationMetrics);
  throw new MlopsError(
    "EVALUATION_METRIC_UNKNOWN",
    `There is no classification metric "${name}"; there are ${known.join(", ")}.`,
    { details: { metric: name, known } },
  );
}
