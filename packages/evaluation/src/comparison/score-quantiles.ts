import { MlopsError } from "@mlops/core";

import intervalCoverage from "../metrics/interval-coverage.ts";
import { computeIntervalMetric } from "../metrics/interval-metric.ts";
import mae from "../metrics/mae.ts";
import meanPinballLoss from "../metrics/mean-pinball-loss.ts";
import { computeMetric } from "../metrics/metric.ts";
import { defined, type MetricValue, notDefined } from "../metrics/metric-description.ts";
import { assertOption } from "../series/assert-option.ts";
import { mean, meanOverPairs } from "../series/moments.ts";
import type { Series } from "../series/pairs.ts";

export interface QuantilePrediction {
  /** In 0 … 1, a whole percent: the names of the measures end in `p` and the percent. */
  readonly quantile: number;
  readonly predicted: Series;
}

/**
 * The documented measures of predicted quantiles: for each `pinball_loss_p95`, `coverage_rate_p95` (share of truths at or
 * below it; the quantile itself when right), `mae_p95`, `mean_pred_p95`; over all `mean_pinball_loss`, and, for two or more,
 * `interval_coverage` between the lowest and the highest.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID, EVALUATION_OPTION_INVALID
 */
export function scoreQuantiles(
  truth: Series,
  predictions: readonly QuantilePrediction[],
  weights?: Series,
): Readonly<Record<string, MetricValue>> {
  const ascending = predictions.toSorted((a, b) => a.quantile - b.quantile);
  const entries = ascending.flatMap((prediction) => scoresOf(truth, prediction, weights));
  const [lowest, highest] = [ascending[0], ascending.at(-1)];
  if (lowest === undefined || highest === undefined) {
    throw new MlopsError("EVALUATION_INPUT_INVALID", "There are no predicted quantiles.");
  }
  const n = truth.length;
  const losses = entries.flatMap(([name, { value }]) => (name.startsWith("pinball") && value !== null ? [value] : []));
  const overall: Record<string, MetricValue> = {
    mean_pinball_loss: losses.length === 0 ? notDefined("no-points", n) : defined(mean(losses), n),
  };
  if (ascending.length > 1) {
    const intervals = { lower: lowest.predicted, upper: highest.predicted };
    overall["interval_coverage"] = computeIntervalMetric(intervalCoverage, truth, intervals, weights);
  }
  return { ...Object.fromEntries(entries), ...overall };
}

function scoresOf(
  truth: Series,
  { quantile, predicted }: QuantilePrediction,
  weights?: Series,
): readonly (readonly [string, MetricValue])[] {
  const percent = Math.round(quantile * 100);
  assertOption(Math.abs(percent - quantile * 100) < 1e-9, "quantile", quantile, "a whole percent");
  assertOption(percent > 0 && percent < 100, "quantile", quantile, "between 0 and 1, both excluded");
  const n = truth.length;
  const plain = (value: number): MetricValue => (n === 0 ? notDefined("no-points", 0) : defined(value, n));
  return [
    [`pinball_loss_p${percent}`, computeMetric(meanPinballLoss, truth, predicted, { quantile, weights })],
    [`coverage_rate_p${percent}`, plain(meanOverPairs(truth, predicted, (y, p) => (y <= p ? 1 : 0), weights))],
    [`mae_p${percent}`, computeMetric(mae, truth, predicted, { weights })],
    [`mean_pred_p${percent}`, plain(mean(predicted, weights))],
  ];
}
