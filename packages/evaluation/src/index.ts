export { type BaselineName, baselineNames } from "./baselines/baseline.ts";
export {
  fitHourlyClimatology,
  type HourlyClimatology,
  predictHourlyClimatology,
} from "./baselines/hourly-climatology.ts";
export type { BlockKind } from "./bootstrap/block-resampler.ts";
export { bootstrapInterval, type BootstrapOptions, type Interval } from "./bootstrap/bootstrap-interval.ts";
export { metricInterval, pairedDifferenceInterval } from "./bootstrap/metric-interval.ts";
export { type ErrorBand, errorBand, type HitRate, hitRate } from "./calibration/error-band.ts";
export { scorePredictors, type ScoreTable } from "./comparison/score-predictors.ts";
export {
  type GateOperator,
  type GatePolicy,
  type GateResult,
  type GateThreshold,
  judgeGate,
  type ThresholdResult,
} from "./gate/gate.ts";
export {
  computeMetric,
  defineRegressionMetric,
  type MetricOptions,
  type MetricValue,
  type RegressionMetric,
} from "./metrics/metric.ts";
export { regressionMetric, regressionMetrics } from "./metrics/regression-metrics.ts";
export {
  type ComparedWith,
  type PromotionComparison,
  type PromotionEvidence,
  type PromotionOptions,
  promotionVerdict,
  type PromotionVerdict,
} from "./promotion/promotion-verdict.ts";
export type { Series } from "./series/pairs.ts";
export { type RowRange, temporalSplit, type TemporalSplit, type TemporalSplitOptions } from "./split/temporal-split.ts";
