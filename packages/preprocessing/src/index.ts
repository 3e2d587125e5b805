export { comfortLabel, type ComfortLabel } from "./weather/comfort-label.ts";
export {
  type ComfortPenalties,
  type ComfortReason,
  comfortScore,
  type ComfortScore,
  comfortScores,
  DEFAULT_LOOKBACK_HOURS,
} from "./weather/comfort-score.ts";
export { type CommuteMode, commuteModeAt, isInCommute } from "./weather/commute-mode.ts";
export { componentPersistence } from "./weather/component-persistence.ts";
export { calendarFeatures } from "./weather/features/calendar-features.ts";
export { calendarFields, type CalendarFields, type CalendarStation } from "./weather/features/calendar-fields.ts";
export {
  computeFeatureRows,
  computeFeatures,
  type FeatureOptions,
  type FeatureRequest,
  type FeatureRows,
} from "./weather/features/compute-features.ts";
export { FEATURE_SET_VERSION, featureCatalogue, featureNames } from "./weather/features/feature-catalogue.ts";
export type { FeatureDescription } from "./weather/features/feature-definition.ts";
export { featureConfidence } from "./weather/features/quality-features.ts";
export { holidayNameAt, holidaysOfYear, isHoliday } from "./weather/holidays/holiday-calendar.ts";
export {
  coreFields,
  dataQuality,
  type DataQualityIssue,
  type DataQualityParts,
  type DataQualityReport,
  featureFields,
} from "./weather/data-quality.ts";
export type { CheckFinding, CheckSeverity, DatasetCheck } from "./weather/validation/dataset-check.ts";
export { datasetOfObservations, type WeatherDataset } from "./weather/validation/dataset.ts";
export {
  type CheckResult,
  datasetChecks,
  type DatasetGrade,
  type DatasetValidation,
  validateDataset,
} from "./weather/validation/validate-dataset.ts";
export { type WeatherConditions, weatherConditions } from "./weather/weather-conditions.ts";
export type { PreparedColumn } from "./columns/column-kind.ts";
export { columnSelector, type ColumnSelector, selectColumns } from "./columns/column-selector.ts";
export { type GraphColumn, type GraphColumns, preparationOpsets } from "./columns/graph-columns.ts";
export { type ParseSpec, parseSpec } from "./parse/parse-spec.ts";
export { parseTable } from "./parse/parse-table.ts";
export { applyPreparation, prepareTable } from "./tabular/apply-preparation.ts";
export { type DetectedColumn, detectColumns } from "./tabular/detect-columns.ts";
export { type FitPreparationOptions, fitPreparation, type FittedPreparation } from "./tabular/fit-preparation.ts";
export { hostStepCount } from "./tabular/host-steps.ts";
export type { InputColumn } from "./tabular/input-column.ts";
export { readLabels, readNumericTarget } from "./tabular/labels.ts";
export { modelColumns, type ModelInput } from "./tabular/model-columns.ts";
export { type BlockPlan, type BlockSpec, checkBlock, planBlock } from "./tabular/plan-block.ts";
export { type GraphFeature, preparationToOnnx } from "./tabular/preparation-to-onnx.ts";
export { type FeatureSchema, openPreparation, type Preparation, type PreparationState } from "./tabular/preparation.ts";
export { findPreprocessor, preprocessorCatalogue, type PreprocessorEntry } from "./tabular/preprocessor-catalogue.ts";
export {
  definePreprocessor,
  type Preprocessor,
  type PreprocessorContext,
  type PreprocessorFamily,
  type RowPreprocessor,
  type TablePreprocessor,
} from "./tabular/preprocessor.ts";
export {
  type LoadPreprocessor,
  type ResolvedStep,
  resolveStep,
  resolveSteps,
  type StepSpec,
} from "./tabular/resolve-steps.ts";
