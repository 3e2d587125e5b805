import { MlopsError } from "@mlops/core";

import explainedVariance from "./explained-variance.ts";
import mae from "./mae.ts";
import mape from "./mape.ts";
import maxError from "./max-error.ts";
import meanPinballLoss from "./mean-pinball-loss.ts";
import medianAbsoluteError from "./median-absolute-error.ts";
import type { RegressionMetric } from "./metric.ts";
import mse from "./mse.ts";
import r2 from "./r2.ts";
import rmse from "./rmse.ts";
import smape from "./smape.ts";

/** Every regression metric by name: one for each file of this folder that defines one. */
export const regressionMetrics: Readonly<Record<string, RegressionMetric>> = {
  explained_variance: explainedVariance,
  mae,
  mape,
  max_error: maxError,
  mean_pinball_loss: meanPinballLoss,
  median_absolute_error: medianAbsoluteError,
  mse,
  r2,
  rmse,
  smape,
};

const byEveryName = new Map(
  Object.values(regressionMetrics).flatMap((metric) =>
    [metric.name, ...metric.aliases].map((name) => [name, metric] as const),
  ),
);

/**
 * A metric by its name or an alias of it.
 *
 * @throws MlopsError EVALUATION_METRIC_UNKNOWN listing what there is.
 */
export function regressionMetric(name: string): RegressionMetric {
  const metric = byEveryName.get(name);
  if (metric !== undefined) return metric;
  const known = Object.keys(regressionMetrics);
  throw new MlopsError(
    "EVALUATION_METRIC_UNKNOWN",
    `There is no regression metric "${name}"; there are ${known.join(", ")}.`,
    { details: { metric: name, known } },
  );
}
