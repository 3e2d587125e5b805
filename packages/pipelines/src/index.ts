export * from "./recipe/index.ts";
export { type CollectResult, collectWorkflow } from "./flows/collect.ts";
export { planTraining } from "./flows/plan-training.ts";
export { realtimeWorkflow } from "./flows/realtime.ts";
export type { RealtimeResult } from "./flows/realtime-result.ts";
export { trainForecastWorkflow } from "./flows/train-forecast.ts";
export type { TrainResult } from "./flows/train-result.ts";
export { trainTableWorkflow } from "./flows/train-table.ts";
export type { TrainTableResult } from "./flows/train-table-result.ts";
export { workflowNamed } from "./flows/workflow-named.ts";
export {
  type FitRequest,
  fitModelFile,
  type FittedModelFile,
  readMetadataFile,
  readText,
} from "./synthesis/fit-model-file.ts";
export { type JudgedFiles, judgeFiles, type QualityRequest } from "./synthesis/judge-files.ts";
export type { Utility } from "./synthesis/judge-utility.ts";
export { type GeneratedFile, generateFile, type GenerationRequest, keepRawData } from "./synthesis/generate-file.ts";
export { type RawDataDocument, rawDataCollection } from "./synthesis/raw-data.ts";
export { realtimeSummary, type RealtimeTotals } from "./tracking/realtime-summary.ts";
export { collectMetrics, trainForecastMetrics, trainTableMetrics } from "./tracking/run-summaries.ts";
export { findInitialModel } from "./tabular/find-initial-model.ts";
export { checkTableRecipe } from "./tabular/check-table-recipe.ts";
export { completeRecipe } from "./tabular/complete-recipe.ts";
export { assertNoCustomMetrics, planCustomMetrics } from "./custom-metrics/plan-custom-metrics.ts";
export { planTable, taskOf } from "./tabular/plan-table.ts";
export type { TablePlan } from "./tabular/table-plan.ts";
export type { RunScratch } from "./tabular/table-ports.ts";
export { openRegisteredTable } from "./tabular/open-registered-table.ts";
export { planCustomEstimators } from "./custom-estimators/plan-custom-estimators.ts";
export { planCustomSteps } from "./custom-steps/plan-custom-steps.ts";
export { type ProcessedRows, processRows, processWithModel } from "./tabular/process-rows.ts";
export { planWeather, type WeatherFlags } from "./weather/plan-weather.ts";
export type { SourcePlan, WeatherPlan } from "./weather/weather-plan.ts";
export type { SourceChoice, WeatherPorts } from "./weather/weather-ports.ts";
export { weatherCollections } from "./weather/weather-collections.ts";
export type { PredictionView } from "./weather/prediction-view.ts";
export { captureProvenance, currentVersions, type ProvenanceRequest } from "./provenance/capture-provenance.ts";
export { type Provenance, provenanceSchema, type SnapshotName, snapshotFiles } from "./provenance/provenance.ts";
export { type RequirementDifference, requirementDifferences } from "./provenance/requirement-differences.ts";
export { openReport, reportOf } from "./report/stored-report.ts";
export { type TrainingCheck, type VerificationRequest, verifyTraining } from "./tabular/verify-training.ts";
