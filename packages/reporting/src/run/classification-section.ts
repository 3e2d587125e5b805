import { calibrationChart } from "../charts/calibration-chart.ts";
import { confusionChart } from "../charts/confusion-chart.ts";
import { histogramChart } from "../charts/histogram-chart.ts";
import { lineChart } from "../charts/line-chart.ts";
import { precisionRecallChart } from "../charts/precision-recall-chart.ts";
import { rocChart } from "../charts/roc-chart.ts";
import type { Chart } from "../chart/chart.ts";
import type { Block, Fact, TableBlock } from "../document/report.ts";
import { metricBlocks, sliceTable } from "./metric-blocks.ts";
import type { ClassificationReport, ThresholdFacts } from "./run-report-data.ts";
import { sliceChart } from "./slice-chart.ts";

/** Metrics, curves, matrix, threshold and slices of one target. */
export async function classificationBlocks(report: ClassificationReport): Promise<readonly Block[]> {
  const slices = sliceTable(report);
  return [
    { kind: "facts", facts: factsOf(report) },
    ...metricBlocks(report),
    ...(await classificationCharts(report)).map((chart) => ({ kind: "chart", chart }) as const),
    ...(report.classes.length > 2 ? [perClass(report)] : []),
    ...(report.calibration.length > 0 ? [binTable(report)] : []),
    ...(slices === null ? [] : [slices]),
  ];
}

function factsOf({ target, classes, positiveClass, part, threshold }: ClassificationReport): readonly Fact[] {
  return [
    { name: "target", value: target },
    { name: "task", value: "classification" },
    { name: "classes", value: classes.map(String).join(", ") },
    ...(positiveClass === undefined ? [] : [{ name: "positive class", value: String(positiveClass) }]),
    { name: "judged on", value: part },
    ...(threshold === undefined ? [] : thresholdFacts(threshold)),
  ];
}

function thresholdFacts({ value, tunedOn, objective }: ThresholdFacts): readonly Fact[] {
  const how =
    tunedOn === null
      ? (objective ?? "the default")
      : `on the ${tunedOn} part${objective === undefined ? "" : `, for ${objective}`}`;
  return [
    { name: "decision threshold", value },
    { name: "threshold chosen", value: how },
  ];
}

async function classificationCharts(report: ClassificationReport): Promise<readonly Chart[]> {
  const { roc, precisionRecall, calibration, confusion, threshold, scores = [] } = report;
  const charts = await Promise.all([
    roc.length === 0 ? null : rocChart(roc, { title: "ROC curve" }),
    precisionRecall.length === 0 ? null : precisionRecallChart(precisionRecall, { title: "Precision and recall" }),
    calibration.length === 0 ? null : calibrationChart(calibration, { title: "Calibration" }),
    confusion.classes.length === 0 ? null : confusionChart(confusion, { title: "Confusion matrix" }),
    scores.length === 0
      ? null
      : histogramChart(
          { xTitle: "predicted probability", groups: scores },
          { title: "Predicted probability by true class" },
        ),
    threshold === undefined ? null : thresholdChart(threshold),
    sliceChart(report),
  ]);
  return charts.filter((chart) => chart !== null);
}

async function thresholdChart({ value, sweep }: ThresholdFacts): Promise<Chart | null> {
  if (sweep === undefined || sweep.thresholds.length === 0) return null;
  const lines = Object.entries(sweep.measures).map(([name, y]) => ({ name, y }));
  return lineChart(
    { x: sweep.thresholds, xTitle: "decision threshold", yTitle: "measure", lines, marked: value },
    {
      title: `Measures by threshold, ${sweep.part} part`,
      description: "Measures by decision threshold. The dashed line is the threshold in use.",
    },
  );
}

/** Counts per class, from the matrix. */
function perClass({ confusion }: ClassificationReport): TableBlock {
  return {
    kind: "table",
    caption: "Confusion matrix: rows of the true class by prediction",
    columns: [{ name: "truth" }, ...confusion.classes.map((label) => ({ name: String(label) }))],
    rows: confusion.classes.map((label, code) => [String(label), ...(confusion.counts[code] ?? [])]),
    maximumRows: 50,
    folded: true,
  };
}

function binTable({ calibration }: ClassificationReport): TableBlock {
  return {
    kind: "table",
    caption: "Calibration bins",
    columns: [{ name: "curve" }, { name: "mean predicted" }, { name: "came true" }, { name: "n" }],
    rows: calibration.flatMap(({ name, bins }) =>
      bins.map(({ predicted, observed, n }) => [name, predicted, observed, n]),
    ),
    folded: true,
  };
}
