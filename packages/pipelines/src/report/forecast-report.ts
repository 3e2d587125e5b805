import { digestJson, formatInstant, HOUR, type Instant, type JsonObject, outcomeOf } from "@mlops/core";
import { timeOverlap } from "@mlops/evaluation";
import type { DataFacts, ModelCardData, RegressionReport, ReportedSlice } from "@mlops/reporting";
import { makeColumn, Table } from "@mlops/table";

import { scoresOf } from "../tabular/score-table.ts";
import { type FittedForecast, predictRows, SCORE_RANGE } from "../weather/fit-forecast.ts";
import { type ForecastJudgement, forecastMetrics } from "../weather/judge-forecast.ts";
import type { ForecastArtifact } from "../weather/register-forecast.ts";
import { sliceRows as rowsBetween, type TrainingRows } from "../weather/training-rows.ts";
import type { WeatherPlan } from "../weather/weather-plan.ts";
import { evenSample, valuesAt } from "../tabular/even-sample.ts";
import { type Lineage, lineageFacts } from "./lineage-facts.ts";
import { modelFacts } from "./model-facts.ts";
import { reportedMetrics } from "./reported-metrics.ts";
import { sliceRows } from "./slices.ts";

export interface ForecastReportRequest {
  readonly plan: WeatherPlan;
  readonly rows: TrainingRows;
  readonly fitted: FittedForecast;
  readonly judgement: ForecastJudgement;
  readonly artifact: ForecastArtifact;
  readonly signature: JsonObject;
  readonly model: { readonly name: string; readonly version: number };
  readonly history: {
    readonly source: string;
    readonly received: number;
    readonly rejectedCount: number;
    readonly rejected: DataFacts["rejected"]["examples"];
  };
  readonly lineage: Lineage;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly reasons: readonly string[];
}

const TARGET = "comfort_score";

/** Everything that the report and the card of a forecast's training show, as plain data of bounded size. */
export async function forecastReport(request: ForecastReportRequest): Promise<ModelCardData> {
  const { plan, fitted, judgement, artifact, signature, model, lineage, reasons, startedAt, finishedAt } = request;
  const unused = fitted.model.state.excluded.map(({ name, reason }) => `${name} (${reason})`);
  const warnings = [
    ...fitted.model.warnings,
    ...(unused.length === 0 ? [] : [`Features without effect: ${unused.join(", ")}.`]),
  ];
  return {
    report: {
      run: { id: lineage.runId, name: plan.recipe, ...outcomeOf(reasons), startedAt, finishedAt, warnings },
      data: dataFacts(request),
      model: await modelFacts({
        ...model,
        artifact: artifact.reference,
        signature,
        estimator: fitted.model,
        parity: { rows: judgement.n, largestDifference: artifact.difference },
      }),
      targets: [await targetReport(request)],
      lineage: lineageFacts(lineage),
    },
    tags: ["weather", "time-series", "regression"],
    intendedUse: `The comfort of a commute at station ${plan.station.id}, ${plan.horizonHours} h ahead, from the last ${plan.lookbackHours} h of weather.`,
    outOfScope: ["Other stations: the model learnt the climate of one.", "Warnings of dangerous weather."],
  };
}

function dataFacts({ plan, rows, fitted, history }: ForecastReportRequest): DataFacts {
  const { split } = fitted;
  const ranges = { train: split.train, validation: split.validation, test: split.test };
  const parts = Object.entries(ranges).map(([name, { from, to }]) => {
    const part = rowsBetween(rows, from, to);
    return {
      name,
      rows: to - from,
      digest: digestJson([plan.station.id, ...part.at]),
      targetMean: part.target.reduce((sum, value) => sum + value, 0) / (to - from),
      from: part.at[0] ?? 0,
      to: part.at.at(-1) ?? 0,
    };
  });
  return {
    sources: [{ name: `${history.source}, station ${plan.station.id}`, rows: history.received, digest: rows.digest }],
    rows: rows.at.length,
    columns: [
      ...rows.names.map((name, at) => ({
        name,
        type: "double",
        role: "feature",
        missing: Array.from(rows.columns[at] ?? []).filter((value) => Number.isNaN(value)).length,
      })),
      { name: TARGET, type: "double", role: "target", missing: 0 },
    ],
    split: { kind: "temporal", digest: digestJson(split), parts, purged: split.purged },
    leakChecks: [overlapCheck(rows, fitted)],
    rejected: { count: history.rejectedCount, examples: history.rejected.slice(0, 20) },
  };
}

/** No row of a part may share an observation with a row of the part before. */
function overlapCheck({ at }: TrainingRows, { split }: FittedForecast): DataFacts["leakChecks"][number] {
  const rowsOf = ({ from, to }: { readonly from: number; readonly to: number }) =>
    Uint32Array.from({ length: to - from }, (_, row) => from + row);
  const parts = { train: rowsOf(split.train), validation: rowsOf(split.validation), test: rowsOf(split.test) };
  const found = timeOverlap(parts, at, split.gapHours * HOUR);
  return found.length === 0
    ? { check: "time-overlap", result: "passed" }
    : { check: "time-overlap", result: "reported", detail: found.map(({ message }) => message).join(" ") };
}

async function targetReport(request: ForecastReportRequest): Promise<RegressionReport> {
  const { plan, rows, fitted, judgement } = request;
  const test = rowsBetween(rows, fitted.split.test.from, fitted.split.test.to);
  const predicted = await predictRows(fitted.model, test);
  const kept = evenSample(test.at.length);
  const values = valuesAt(predicted, kept);
  const { halfWidth, level } = fitted.band;
  const { model = {}, ...baselines } = judgement.scores;
  const [comparison] = judgement.promotion.comparisons;
  const names = forecastMetrics(Object.keys(model));
  return {
    task: "regression",
    target: TARGET,
    unit: "points",
    part: "test",
    metrics: reportedMetrics(names, model, judgement.intervals),
    baselines: Object.entries(baselineNames).flatMap(([key, name]) => {
      const scores = baselines[key];
      return scores ? [{ name, metrics: reportedMetrics(names, scores) }] : [];
    }),
    slices: slicesOf(test, predicted),
    ...(comparison && {
      comparison: {
        metric: "rmse",
        baseline: comparison.reference,
        difference: comparison.difference.estimate,
        verdict: comparison.outcome,
        ...(comparison.difference.status === "estimated" && { interval: comparison.difference }),
      },
    }),
    truth: valuesAt(test.target, kept),
    predicted: values,
    instants: valuesAt(test.at, kept).map((instant) => instant + plan.horizonHours * HOUR),
    band: {
      level,
      lower: values.map((value) => Math.max(SCORE_RANGE.minimum, value - halfWidth)),
      upper: values.map((value) => Math.min(SCORE_RANGE.maximum, value + halfWidth)),
    },
    ...(kept.length < test.at.length && { sampledFrom: test.at.length }),
  };
}

const baselineNames: Readonly<Record<string, string>> = {
  persistence: "score persistence",
  componentPersistence: "component persistence",
  climatology: "hourly climatology",
};

const SLICED = ["mae", "rmse"] as const;
const dayParts = ["00–05 h", "06–11 h", "12–17 h", "18–23 h"] as const;

/** By time of day and month, and by the features between whose ranges the errors differ most. */
function slicesOf(test: ReturnType<typeof rowsBetween>, predicted: Float64Array): readonly ReportedSlice[] {
  const errors = test.target.map((truth, row) => Math.abs(truth - (predicted[row] ?? Number.NaN)));
  const hours = Array.from(test.targetHour, (hour) => dayParts[Math.floor(hour / 6)] ?? "");
  const month = Array.from(test.at, (instant) => formatInstant(instant).slice(0, 7));
  const table = Table.fromColumns([
    ["time of day", textColumn(hours)],
    ["month, UTC", textColumn(month)],
    ...test.names.map((name, at) => {
      const values = test.columns[at] ?? new Float64Array();
      return [name, makeColumn("float64", values, null)] as const;
    }),
  ]);
  const named = ["time of day", "month, UTC"];
  return sliceRows(table, table.columnNames, named, errors, { columns: 3 }).map(({ column, slice, rows }) => ({
    column,
    slice,
    n: rows.length,
    metrics: reportedMetrics(
      SLICED,
      scoresOf(
        { kind: "values", values: Float64Array.from(rows, (row) => test.target[row] ?? Number.NaN) },
        { kind: "values", values: Float64Array.from(rows, (row) => predicted[row] ?? Number.NaN) },
        SLICED,
        {},
      ),
    ),
  }));
}

function textColumn(texts: readonly string[]) {
  const dictionary = [...new Set(texts)];
  const codes = new Map(dictionary.map((text, code) => [text, code]));
  return makeColumn(
    "string",
    Int32Array.from(texts, (text) => codes.get(text) ?? 0),
    null,
    dictionary,
  );
}
