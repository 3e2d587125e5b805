export { default as ridge } from "./estimators/ridge/ridge.ts";
export type { OutputRange } from "./estimators/ridge/predict-ridge.ts";
export type { RidgeExportOptions } from "./estimators/ridge/ridge-to-onnx.ts";
export type {
  AlphaScore,
  CrossValidation,
  ExcludedColumn,
  RidgeFeatures,
  RidgeOptions,
  RidgeState,
} from "./estimators/ridge/ridge-state.ts";
export type { ColumnType, ModelColumn, ModelColumns, ModelPort } from "./runtime/model-column.ts";
export { type OpenModel, openModel, type OpenModelOptions } from "./runtime/open-model.ts";
