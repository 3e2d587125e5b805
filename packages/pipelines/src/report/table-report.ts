import {
  type BlobReference,
  type ClassLabel,
  type Instant,
  type JsonObject,
  outcomeOf,
  type Target,
} from "@mlops/core";
import type { JudgedRows, LeakFinding, SplitManifest } from "@mlops/evaluation";
import {
  type ModelCardData,
  protectedColumns,
  type RegressionReport,
  type ReportedFolds,
  type ReportedSlice,
  type TargetReport,
} from "@mlops/reporting";
import type { Table } from "@mlops/table";

import { decided } from "../tabular/decision.ts";
import type { FittedTable } from "../tabular/fit-table.ts";
import { judgedRows, predictTable, predictUndecided } from "../tabular/predict-table.ts";
import { metricNames, scoresOf } from "../tabular/score-table.ts";
import { fittedFor, type ModelJudgement, planFor, targetsOf, workFor } from "../tabular/several-targets.ts";
import type { TablePlan } from "../tabular/table-plan.ts";
import { instantsOf, partOf, type TableWork } from "../tabular/table-work.ts";
import { takePrediction, takeTarget } from "../tabular/take-rows.ts";
import { classificationCurves } from "./classification-report.ts";
import { dataFacts } from "./data-facts.ts";
import { evenSample, valuesAt } from "../tabular/even-sample.ts";
import { type Lineage, lineageFacts } from "./lineage-facts.ts";
import { modelFacts } from "./model-facts.ts";
import { reportedMetrics } from "./reported-metrics.ts";
import { rowErrors } from "./row-errors.ts";
import { sliceRows } from "./slices.ts";

export interface TableReportRequest {
  readonly work: TableWork;
  readonly plan: TablePlan;
  readonly fitted: FittedTable;
  readonly judgement: ModelJudgement;
  readonly crossValidation: ReportedFolds | null;
  readonly manifest: SplitManifest;
  readonly leaks: readonly LeakFinding[];
  readonly model: { readonly name: string; readonly version: number };
  readonly artifact: BlobReference;
  readonly signature: JsonObject;
  readonly exportDifference: number;
  readonly lineage: Lineage;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  /** Why the run is less than it should be. */
  readonly reasons: readonly string[];
}

/** Everything that the report and the card of a training on a table show, as plain data of bounded size. */
export async function tableReport(request: TableReportRequest): Promise<ModelCardData> {
  const { work, plan, fitted, judgement, manifest, leaks, model, artifact, signature } = request;
  const { lineage, reasons, startedAt, finishedAt } = request;
  const inputs = fitted.preparation.state.inputs.map(({ name }) => name);
  const targets = await Promise.all(targetsOf(plan).map((name) => targetReport(requestFor(request, name))));
  return {
    report: {
      run: {
        id: lineage.runId,
        name: plan.recipe,
        ...outcomeOf(reasons),
        startedAt,
        finishedAt,
        warnings: fitted.warnings,
      },
      data: dataFacts(work, plan, manifest, leaks, inputs),
      model: await modelFacts({
        ...model,
        artifact,
        signature,
        estimator: fitted.estimator,
        curves: fitted.curves,
        parity: { rows: judgement.parts["test"]?.rows ?? 0, largestDifference: request.exportDifference },
      }),
      targets: targets.flatMap((target) => target ?? []),
      lineage: lineageFacts(lineage),
    },
    tags: ["tabular", plan.task],
    ...(plan.description !== undefined && { intendedUse: plan.description }),
  };
}

/** Of one target of several, as of a model of its own. */
function requestFor(request: TableReportRequest, target: string): TableReportRequest {
  const { work, plan, fitted, judgement } = request;
  return {
    ...request,
    work: workFor(work, target),
    plan: planFor(plan, target),
    fitted: fittedFor(fitted, target),
    judgement: judgement.targets?.[target] ?? judgement,
  };
}

async function targetReport(request: TableReportRequest): Promise<TargetReport | undefined> {
  const { work, plan, fitted, judgement, manifest } = request;
  const test = partOf(work, "test");
  if (!test) return undefined;
  const raw = await predictUndecided(fitted, test.table);
  const prediction = decided(fitted.decision, raw);
  const { baseline, comparison } = judgement;
  const names = metricNames(plan);
  const slices = await slicesOf(request, test);
  const common = {
    target: plan.target,
    part: "test",
    metrics: reportedMetrics(names, judgement.parts["test"]?.scores ?? {}, judgement.intervals),
    baselines: [
      { name: baseline.name, metrics: reportedMetrics(names, baseline.scores) },
      ...(judgement.uncalibrated
        ? [{ name: "without calibration", metrics: reportedMetrics(names, judgement.uncalibrated) }]
        : []),
    ],
    slices,
    ...(comparison && {
      comparison: {
        metric: comparison.metric,
        baseline: comparison.baseline,
        difference: comparison.difference.estimate,
        verdict: comparison.verdict,
        ...(comparison.difference.status === "estimated" && { interval: comparison.difference }),
      },
    }),
    ...(request.crossValidation && { crossValidation: request.crossValidation }),
  };
  if (test.target.kind === "values" && prediction.kind === "values") {
    return { task: "regression", ...common, ...regressionSeries(request, test.target.values, prediction.values) };
  }
  const { positiveClass } = plan;
  const { threshold, calibration } = fitted.decision;
  const validation = manifest.parts.validation ? await validationRows(request) : undefined;
  return {
    task: "classification",
    ...common,
    ...classificationCurves({
      rows: judgedRows(test.target, prediction, fitted.decision),
      ...(calibration && { uncalibrated: judgedRows(test.target, raw) }),
      ...(validation && { validation }),
      ...(positiveClass !== undefined && { positiveClass: positiveClass satisfies ClassLabel }),
      ...(threshold && { threshold }),
    }),
  };
}

async function validationRows({ work, fitted }: TableReportRequest): Promise<JudgedRows | undefined> {
  const part = partOf(work, "validation");
  return part && judgedRows(part.target, await predictTable(fitted, part.table));
}

function regressionSeries(
  { work, plan }: TableReportRequest,
  truth: Float64Array,
  predicted: Float64Array,
): Pick<RegressionReport, "truth" | "predicted" | "instants" | "sampledFrom"> {
  const positions = work.split.parts.test ?? new Uint32Array();
  const times = plan.split.strategy === "temporal" ? valuesAt(instantsOf(work.rows.table, plan), positions) : undefined;
  const order = Uint32Array.from(truth.keys());
  if (times) order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  const rows = evenSample(truth.length).map((at) => order[at] ?? 0);
  return {
    truth: valuesAt(truth, rows),
    predicted: valuesAt(predicted, rows),
    ...(times && { instants: valuesAt(times, rows) }),
    ...(rows.length < truth.length && { sampledFrom: truth.length }),
  };
}

const sliceMetrics = {
  classification: ["log_loss", "accuracy", "precision", "recall", "roc_auc"],
  regression: ["mae", "rmse"],
} as const;

async function slicesOf(
  { work, plan, fitted }: TableReportRequest,
  test: { readonly table: Table; readonly target: Target },
): Promise<readonly ReportedSlice[]> {
  const prediction = await predictTable(fitted, test.table);
  const columns = test.table.columnNames.filter(
    (name) => name !== plan.target && fitted.preparation.state.inputs.some((input) => input.name === name),
  );
  // Whoever is told apart by a protected column is told apart whether or not the model sees it.
  const guarded = protectedColumns(work.rows.table.columnNames).filter((name) => name !== plan.target);
  const slices = sliceRows(
    test.table,
    [...new Set([...columns, ...guarded])],
    guarded,
    rowErrors(test.target, prediction),
  );
  return slices.map(({ column, slice, rows }) => {
    const scores = scoresOf(
      takeTarget(test.target, rows),
      takePrediction(prediction, rows),
      sliceMetrics[plan.task],
      plan,
      { decision: fitted.decision },
    );
    return { column, slice, n: rows.length, metrics: reportedMetrics(sliceMetrics[plan.task], scores) };
  });
}
