export { dialectCatalogue } from "./dialects/catalogue.ts";
export type { ClassMapping } from "./dialects/translate-options.ts";
export { classificationTail, decideIndex, type DecisionRule } from "./estimator/classification-tail.ts";
export { classTarget } from "./estimator/class-target.ts";
export {
  defineEstimator,
  type Estimator,
  type OnnxFeature,
  type OnnxPrediction,
} from "./estimator/define-estimator.ts";
export { estimatorImportance, type NamedImportance } from "./estimator/estimator-importance.ts";
export { estimatorParameters, type EstimatorParameter, parseOptions } from "./estimator/estimator-options.ts";
export {
  appendEstimator,
  exportEstimator,
  type ExportOptions,
  type GraphOutputOptions,
} from "./estimator/export-estimator.ts";
export type { EstimatorEntry } from "./estimator/estimator-entry.ts";
export { findEstimator, isEstimatorName, supportedNames } from "./estimator/find-estimator.ts";
export { fitEstimator, type FitSettings } from "./estimator/fit-estimator.ts";
export type { FeatureSchema, FittedEstimator, TargetSchema } from "./estimator/fitted-estimator.ts";
export {
  LABEL_OUTPUT,
  labelOutput,
  outputNames,
  probabilityOutput,
  quantileOutput,
  VALUE_OUTPUT,
  valueOutput,
} from "./estimator/output-names.ts";
export { clipValues, type OutputRange } from "./estimator/output-range.ts";
export { type PackedState, packState, unpackState } from "./estimator/packed-state.ts";
export { predictEstimator } from "./estimator/predict-estimator.ts";
export {
  resolvedParameters,
  resolveEstimator,
  type ResolvedEstimator,
  resolveOptions,
} from "./estimator/resolve-estimator.ts";
export { estimatorCatalogue } from "./estimators/catalogue.ts";
export { membersOf, type MemberSpec } from "./members/member-spec.ts";
export { default as ridge } from "./estimators/ridge/ridge.ts";
export type { AlphaScore, CrossValidation, ExcludedColumn, RidgeState } from "./estimators/ridge/ridge-state.ts";
export type { ColumnType, ModelColumn, ModelColumns, ModelPort } from "./runtime/model-column.ts";
export { onnxRuntimeVersion } from "./runtime/onnx-runtime.ts";
export { type OpenModel, openModel, type OpenModelOptions } from "./runtime/open-model.ts";
export { estimatorUrl, loadEstimator, loadFitted } from "./training-process/load-estimator.ts";
export type { CheckpointPlace } from "./training-process/training-message.ts";
export { type ChildTraining, type ChildTrainingResult, trainInChild } from "./training-process/train-in-child.ts";
export { type Explanation, explainTrees } from "./trees/explain/explain-trees.ts";
export { type PermutationImportance, permutationImportance } from "./trees/explain/permutation-importance.ts";
export { graphOpsets } from "./estimator/graph-opsets.ts";
