export { modelCard, type ModelCardData } from "./card/model-card.ts";
export type { Chart, ChartOptions } from "./chart/chart.ts";
export { type NumberFormat, numberText } from "./chart/number-text.ts";
export type { Series } from "./bounding/series.ts";
export { type Bar, barChart, type BarChartData, type BarChartOptions } from "./charts/bar-chart.ts";
export { type CalibrationBin, calibrationChart, type CalibrationCurveData } from "./charts/calibration-chart.ts";
export { confusionChart, type ConfusionData } from "./charts/confusion-chart.ts";
export { forecastChart, type ForecastChartData, type ForecastChartOptions } from "./charts/forecast-chart.ts";
export { histogramChart, type HistogramData } from "./charts/histogram-chart.ts";
export {
  type Band,
  lineChart,
  type LineChartData,
  type LineChartOptions,
  type NamedLine,
} from "./charts/line-chart.ts";
export { precisionRecallChart, type PrecisionRecallCurveData } from "./charts/precision-recall-chart.ts";
export { quantileChart, type QuantileData } from "./charts/quantile-chart.ts";
export { predictionChart, type PredictionPairs, residualChart } from "./charts/residual-chart.ts";
export { rocChart, type RocCurveData } from "./charts/roc-chart.ts";
export { scatterChart, type ScatterData, type ScatterOptions } from "./charts/scatter-chart.ts";
export { sparkline } from "./charts/sparkline.ts";
export { renderReport, type RenderOptions } from "./document/render-report.ts";
export type * from "./document/report.ts";
export { protectedColumns } from "./run/protected-columns.ts";
export { runReport } from "./run/run-report.ts";
export type * from "./run/run-report-data.ts";
