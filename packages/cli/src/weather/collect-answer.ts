import { formatInstant, formatInZone } from "@mlops/core";
import type { CollectResult } from "@mlops/pipelines";

import { renderNote } from "../render/note.ts";
import type { Style } from "../render/style.ts";
import { renderFields } from "../render/table.ts";
import { trackingFields } from "../tracking/tracking-text.ts";
import type { WeatherExecution } from "./execute-weather.ts";
import { reasonText } from "./reason-text.ts";
import { attributionOf, sourceText } from "./source-text.ts";
import type { StationAnswer } from "./station-documents.ts";

/** The fields of `mlops.collect/v1` and their form for people. */
export function collectAnswer(execution: WeatherExecution<CollectResult>): StationAnswer {
  const { run, result, timings } = execution;
  const { reasons, from, to, missing, ...fields } = result;
  return {
    reasons: [...reasons, ...(execution.tracking?.reasons ?? [])],
    document: {
      runId: run.runId,
      ...fields,
      attribution: attributionOf(result.source),
      from: formatInstant(from),
      to: formatInstant(to),
      missing: missing.map(({ at, ...hour }) => ({ at: formatInstant(at), ...hour })),
      timings,
      ...(execution.tracking && { tracking: execution.tracking.trackers }),
    },
    human: (style) => collectText(execution, style),
  };
}

function collectText({ run, plan, result, tracking }: WeatherExecution<CollectResult>, style: Style): string {
  const { quality } = result;
  const local = (instant: number): string => formatInZone(instant, result.timeZone).slice(0, 16).replace("T", " ");
  const fields: [string, string | number | null][] = [
    ["station", plan.station.name === undefined ? plan.station.id : `${plan.station.id} (${plan.station.name})`],
    ["source", sourceText(result.source, result.synthetic, style)],
    ["hours", `${local(result.from)} to ${local(result.to - 1)} ${result.timeZone}`],
    ["observations", `${result.observations} received, ${result.added} new, ${result.corrected} corrected`],
    ["missing", result.missingCount],
    ["rejected", result.rejectedCount],
    [
      "data quality",
      `${quality.score === null ? "–" : quality.score.toFixed(1)} of 100, checks ${quality.grade ?? "–"}`,
    ],
    ["run", run.runId],
    ...trackingFields(tracking),
  ];
  const rejected = result.rejected.map(({ where, message }) => renderNote(`${where}: ${message}`, style));
  const notes = result.reasons.map((reason) => renderNote(reasonText(reason), style));
  return [renderFields(fields, style), [...rejected, ...notes].join("\n")].filter((part) => part !== "").join("\n\n");
}
