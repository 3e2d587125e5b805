import { formatInstant } from "@mlops/core";
import { partNames } from "@mlops/evaluation";
import type { TrainTableResult } from "@mlops/pipelines";

import { renderNote } from "../render/note.ts";
import type { Style } from "../render/style.ts";
import { renderFields, renderTable } from "../render/table.ts";
import { trackingFields } from "../tracking/tracking-text.ts";
import type { RunExecution } from "../runs/execute-run.ts";
import { tableReasonText } from "./table-reasons.ts";

/** The fields of `mlops.train/v1` for a model of a table. */
export function tableDocument({
  run,
  result,
  timings,
  tracking,
}: RunExecution<TrainTableResult>): Readonly<Record<string, unknown>> {
  const { reasons: _reasons, ...fields } = result;
  return {
    runId: run.runId,
    at: formatInstant(run.at),
    ...fields,
    timings,
    ...(tracking && { tracking: tracking.trackers }),
  };
}

/** The same for people: metrics of the test part beside the baseline's, then where the model is. */
export function tableText(
  { run, result, tracking }: RunExecution<TrainTableResult>,
  reasons: readonly string[],
  report: string,
  style: Style,
): string {
  const { model, data, validation } = result;
  const [baseline = "baseline"] = Object.keys(result.baselines);
  const present = partNames.filter((name) => validation.parts[name] !== undefined);
  const parts = present.filter((name) => name !== "test");
  const folds = validation.crossValidation;
  const rows = validation.metricNames.map((name) => [
    name,
    metricText(result.metrics[name]),
    intervalText(validation.intervals[name]),
    metricText(result.baselines[baseline]?.[name]),
    ...parts.map((part) => metricText(validation.parts[part]?.metrics[name])),
    ...(folds ? [foldText(folds, name)] : []),
  ]);
  const split = present.map((name) => `${name} ${validation.parts[name]?.rows}`);
  const moved =
    model.alias === null ? style.yellow(`not moved (${validation.verdict})`) : style.green(`@${model.alias}`);
  const fields: [string, string | null][] = [
    ["model", `${style.bold(model.uri)}  ${(model.size / 1024).toFixed(1)} kB`],
    ["alias", moved],
    ["data", `${data.rows} rows of ${data.columns} columns from ${data.source}`],
    ["split", `${validation.split.strategy}: ${split.join(", ")}`],
    ["target", `${Object.keys(result.targets ?? { [result.target]: null }).join(", ")} (${result.task})`],
    ["estimator", `${validation.estimator} on ${validation.features} features of ${validation.inputs} columns`],
    ...decisionFields(validation.decision),
    ["against baseline", comparisonText(validation.comparison)],
    ["run", run.runId],
    ["report", report],
    ...trackingFields(tracking),
  ];
  const notes = [
    ...data.rejected.slice(0, 5).map(({ where, message }) => renderNote(`${where}: ${message}`, style)),
    ...validation.leaks.map(({ message }) => renderNote(message, style)),
    ...validation.warnings.map((warning) => renderNote(warning, style)),
    ...reasons.map((reason) => renderNote(tableReasonText(reason), style)),
  ];
  return [
    renderTable(
      ["METRIC", "TEST", intervalHeading(result), baseline.toUpperCase(), ...parts.map((part) => part.toUpperCase())],
      rows,
      style,
    ),
    ...targetTable(result, style),
    renderFields(fields, style),
    notes.join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Of several targets each one's metrics on the test part. */
function targetTable({ targets }: TrainTableResult, style: Style): string[] {
  if (targets === undefined) return [];
  const names = Object.keys(targets);
  const metrics = Object.keys(targets[names[0] ?? ""]?.metrics ?? {});
  const rows = metrics.map((metric) => [metric, ...names.map((name) => metricText(targets[name]?.metrics[metric]))]);
  const verdicts = ["verdict", ...names.map((name) => targets[name]?.verdict ?? "–")];
  return [renderTable(["TEST, BY TARGET", ...names], [...rows, verdicts], style)];
}

function metricText(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : value.toFixed(4);
}

type Validation = TrainTableResult["validation"];

function intervalText(bounds: Validation["intervals"][string] | undefined): string {
  return bounds === undefined || bounds.lower === null
    ? "–"
    : `${bounds.lower.toFixed(3)} – ${bounds.upper.toFixed(3)}`;
}

function intervalHeading({ validation }: TrainTableResult): string {
  const [first] = Object.values(validation.intervals);
  return first === undefined ? "INTERVAL" : `${Math.round(first.level * 100)} % INTERVAL`;
}

/** `0.7431 ± 0.0120`: mean and standard deviation over the folds. */
function foldText({ metrics }: NonNullable<Validation["crossValidation"]>, name: string): string {
  const { mean = null, deviation = null } = metrics.find((metric) => metric.name === name) ?? {};
  return deviation === null ? metricText(mean) : `${metricText(mean)} ± ${metricText(deviation)}`;
}

function comparisonText(comparison: Validation["comparison"]): string | null {
  if (comparison === null) return null;
  const { metric, difference, verdict } = comparison;
  if (difference.status === "inconclusive") return `${verdict}: ${metric} ${difference.reason}`;
  const { estimate, lower, upper } = difference;
  const side = estimate < 0 ? "lower" : "higher";
  const bounds = [lower, upper].map((bound) => bound.toFixed(4)).join(" – ");
  return `${verdict}: ${metric} ${Math.abs(estimate).toFixed(4)} ${side} (difference ${bounds})`;
}

function decisionFields(decision: Validation["decision"]): [string, string | null][] {
  const { calibration, threshold } = decision ?? {};
  const tuned = threshold?.tuning;
  const how = tuned ? `tuned for ${tuned.objective.metric} on the validation part` : "given by the recipe";
  return [
    ...(calibration ? [["calibration", `${calibration.method}, on ${calibration.rows} rows`] as [string, string]] : []),
    ...(threshold
      ? [
          ["threshold", `${threshold.value.toFixed(4)} for ${String(threshold.positiveClass)}, ${how}`] as [
            string,
            string,
          ],
        ]
      : []),
  ];
}
