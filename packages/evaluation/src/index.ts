export { type BaselineName, baselineNames } from "./baselines/baseline.ts";
export {
  fitHourlyClimatology,
  type HourlyClimatology,
  predictHourlyClimatology,
} from "./baselines/hourly-climatology.ts";
export type { BlockKind } from "./bootstrap/block-resampler.ts";
export {
  bootstrapInterval,
  bootstrapIntervals,
  type BootstrapOptions,
  type Interval,
} from "./bootstrap/bootstrap-interval.ts";
export {
  type ClassificationBootstrapOptions,
  classificationDifferenceInterval,
  classificationInterval,
  classificationIntervals,
} from "./bootstrap/classification-interval.ts";
export { metricInterval, metricIntervals, pairedDifferenceInterval } from "./bootstrap/metric-interval.ts";
export type { BetaMap } from "./calibration/beta.ts";
export {
  applyCalibration,
  type Calibration,
  type CalibrationMethod,
  calibrationMethods,
  fitCalibration,
} from "./calibration/calibration.ts";
export { calibrationToOnnx } from "./calibration/calibration-to-onnx.ts";
export { type ErrorBand, errorBand, type HitRate, hitRate } from "./calibration/error-band.ts";
export type { IsotonicMap } from "./calibration/isotonic.ts";
export { rankClass } from "./classification/class-areas.ts";
export {
  type ClassLabel,
  type EncodedLabels,
  encodeLabels,
  positiveCode,
  sortClasses,
} from "./classification/class-labels.ts";
export { classReport } from "./classification/class-report.ts";
export { type ConfusionMatrix, confusionMatrix } from "./classification/confusion-matrix.ts";
export { assertJudgedRows, type JudgedRows, predictedCodes } from "./classification/judged-rows.ts";
export { scoreClassification } from "./comparison/score-classification.ts";
export { scorePredictors, type ScoreTable } from "./comparison/score-predictors.ts";
export { type QuantilePrediction, scoreQuantiles } from "./comparison/score-quantiles.ts";
export { type PrecisionRecallCurve, precisionRecallCurve } from "./curves/precision-recall-curve.ts";
export { isOfClass, type Ranking, rankScores } from "./curves/ranking.ts";
export { type ReliabilityBin, reliabilityCurve, type ReliabilityOptions } from "./curves/reliability.ts";
export { type RocCurve, rocCurve } from "./curves/roc-curve.ts";
export {
  type GateOperator,
  type GatePolicy,
  type GateResult,
  type GateThreshold,
  judgeGate,
  type ThresholdResult,
} from "./gate/gate.ts";
export { type LeakFinding, type LeakPolicy, settleLeaks } from "./leakage/leak-finding.ts";
export { type LeakColumn, type LeakTarget, lonePredictors, outcomeColumns } from "./leakage/lone-predictor.ts";
export { groupOverlap, identicalRows, timeOverlap } from "./leakage/part-overlap.ts";
export {
  type Average,
  type ClassificationMetric,
  type ClassificationOptions,
  computeClassificationMetric,
} from "./metrics/classification-metric.ts";
export {
  classificationMetric,
  classificationMetrics,
  type NamedClassificationMetric,
} from "./metrics/classification-metrics.ts";
export {
  type CustomClassificationMetric,
  customMetric,
  type CustomRegressionMetric,
  type CustomResult,
  defineMetric,
} from "./metrics/define-metric.ts";
export { computeIntervalMetric, type IntervalMetric, type PredictedIntervals } from "./metrics/interval-metric.ts";
export {
  computeMetric,
  defineRegressionMetric,
  type MetricOptions,
  type MetricValue,
  type RegressionMetric,
} from "./metrics/metric.ts";
export { type Metric, metricBySpelling, metricCatalogue, metricSpellings } from "./metrics/metric-catalogue.ts";
export type { MetricDescription, MetricRange } from "./metrics/metric-description.ts";
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
export { type DeLongTest, delongTest } from "./significance/delong.ts";
export { type McNemarTest, mcnemarTest } from "./significance/mcnemar.ts";
export {
  type Fold,
  type FoldOptions,
  groupKFold,
  kFold,
  stratifiedKFold,
  type TimeFoldOptions,
  timeSeriesFolds,
} from "./split/folds.ts";
export { groupSplit } from "./split/group-split.ts";
export { randomSplit } from "./split/random-split.ts";
export { type PartName, partNames, type RandomSplitOptions, type Split, type SplitFractions } from "./split/split.ts";
export {
  type ManifestPart,
  type SplitDifference,
  type SplitManifest,
  splitManifest,
  type TextDigest,
  verifySplit,
} from "./split/split-manifest.ts";
export { stratifiedSplit } from "./split/stratified-split.ts";
export { type RowRange, temporalSplit, type TemporalSplit, type TemporalSplitOptions } from "./split/temporal-split.ts";
export { timeSplit, type TimeSplitOptions } from "./split/time-split.ts";
export type { CostMatrix, ThresholdObjective } from "./threshold/objective.ts";
export { applyThreshold, type DecisionThreshold, tuneThreshold } from "./threshold/tune-threshold.ts";
