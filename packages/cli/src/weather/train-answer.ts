import { formatInstant, formatInZone } from "@mlops/core";
import type { TrainResult } from "@mlops/pipelines";

import { renderScores } from "../models/score-table.ts";
import { renderNote } from "../render/note.ts";
import type { ReportFiles } from "../report/report-files.ts";
import { shownPath } from "../render/shown-path.ts";
import type { Style } from "../render/style.ts";
import { renderFields } from "../render/table.ts";
import { trackingFields } from "../tracking/tracking-text.ts";
import type { WeatherExecution } from "./execute-weather.ts";
import { reasonText } from "./reason-text.ts";
import { attributionOf, sourceText } from "./source-text.ts";
import type { StationAnswer } from "./station-documents.ts";

/** The fields of `mlops.train/v1` and their form for people. */
export function trainAnswer(
  execution: WeatherExecution<TrainResult>,
  saved: string | undefined,
  files: ReportFiles,
): StationAnswer {
  const { run, result, timings } = execution;
  const { reasons, validation, ...fields } = result;
  return {
    reasons: [...reasons, ...(execution.tracking?.reasons ?? [])],
    document: {
      runId: run.runId,
      at: formatInstant(run.at),
      ...fields,
      attribution: attributionOf(result.source),
      validation: { ...validation, from: formatInstant(validation.from), to: formatInstant(validation.to) },
      reportFiles: files,
      ...(saved !== undefined && { saved }),
      timings,
      ...(execution.tracking && { tracking: execution.tracking.trackers }),
    },
    human: (style) => trainText(execution, files, style),
  };
}

function trainText(
  { run, plan, result, tracking }: WeatherExecution<TrainResult>,
  files: ReportFiles,
  style: Style,
): string {
  const { model, metrics, baselines, validation, history } = result;
  const day = (instant: number): string => formatInZone(instant, plan.station.timeZone).slice(0, 10);
  const fields: [string, string | null][] = [
    ["model", `${style.bold(model.uri)}  ${(model.size / 1024).toFixed(1)} kB`],
    [
      "alias",
      model.alias === null
        ? style.yellow(`not moved (${validation.promotion.verdict})`)
        : style.green(`@${model.alias}`),
    ],
    ["station", plan.station.id],
    ["history", `${history.received} observations, ${day(validation.from)} to ${day(validation.to)}`],
    ["source", sourceText(result.source, false, style)],
    ["rows", `${validation.rows} of ${validation.features} features; judged on the last ${validation.judged}`],
    ["ridge", `alpha ${validation.alpha}`],
    [
      "error band",
      `± ${validation.errorBand.toFixed(2)} points, hit ${validation.hitRate === null ? "–" : `${Math.round(validation.hitRate * 100)} %`} of the last part`,
    ],
    ["run", run.runId],
    ["report", shownPath(files.html)],
    ...trackingFields(tracking),
  ];
  const notes = result.reasons.map((reason) => renderNote(reasonText(reason), style));
  return [
    renderScores("ON THE LAST PART", metrics, baselines, "points", style),
    renderFields(fields, style),
    notes.join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
