import { formatInstant, formatInZone } from "@mlops/core";
import type { PredictionView, RealtimeResult } from "@mlops/pipelines";

import { renderNote } from "../render/note.ts";
import type { Style } from "../render/style.ts";
import { renderFields } from "../render/table.ts";
import { trackingFields } from "../tracking/tracking-text.ts";
import type { WeatherExecution } from "./execute-weather.ts";
import { observationFields } from "./observation-fields.ts";
import { confidenceText, reasonText } from "./reason-text.ts";
import { attributionOf, sourceText } from "./source-text.ts";
import type { StationAnswer } from "./station-documents.ts";

/** The fields of `mlops.realtime/v1` and their form for people. */
export function realtimeAnswer(execution: WeatherExecution<RealtimeResult>): StationAnswer {
  const { run, result, timings } = execution;
  return {
    reasons: [...result.reasons, ...(execution.tracking?.reasons ?? [])],
    document: {
      runId: run.runId,
      at: formatInstant(run.at),
      station: result.station,
      timeZone: result.timeZone,
      mode: result.mode,
      source: result.source,
      synthetic: result.synthetic,
      attribution: attributionOf(result.source),
      observation: result.observation && observationFields(result.observation),
      collected: result.collected,
      dataQuality: result.dataQuality,
      features: result.features,
      prediction: predictionFields(result.prediction),
      model: result.prediction.model,
      ...(result.shadow && { shadow: { ...predictionFields(result.shadow), model: result.shadow.model } }),
      timings,
      ...(execution.tracking && { tracking: execution.tracking.trackers }),
    },
    human: (style) => realtimeText(execution, style),
  };
}

function predictionFields({ model: _model, ...prediction }: PredictionView): Readonly<Record<string, unknown>> {
  return { ...prediction, targetAt: formatInstant(prediction.targetAt) };
}

function realtimeText(execution: WeatherExecution<RealtimeResult>, style: Style): string {
  const { run, plan, result, tracking } = execution;
  const { prediction, observation, dataQuality, features } = result;
  const { scorePersistence, componentPersistence } = prediction.baselines;
  const { name, id, timeZone } = plan.station;
  const local = (instant: number): string => formatInZone(instant, timeZone).slice(0, 16).replace("T", " ");
  const headline =
    prediction.value === null
      ? style.yellow("no prediction")
      : `${style.bold(prediction.value.toFixed(1))} of 100  ${labelled(prediction.label ?? "", style)}`;
  const fields: [string, string | null][] = [
    ["station", name === undefined ? id : `${id} (${name})`],
    ["comfort", headline],
    ["for", `${local(prediction.targetAt)} ${timeZone}, ${prediction.horizonHours} h ahead`],
    ["error band", bandText(prediction)],
    ["model", prediction.model.uri ?? `${prediction.model.name} (no trained model)`],
    [
      "persistence",
      `of the score ${scoreText(scorePersistence)}, of its components ${scoreText(componentPersistence)}`,
    ],
    ["source", sourceText(result.source, result.synthetic, style)],
    ["observed", observation && `${local(observation.observedAt)}  ${weatherText(observation)}`],
    [
      "data quality",
      `${scoreText(dataQuality.score)} of 100${dataQuality.grade === null ? "" : `, checks ${dataQuality.grade}`}`,
    ],
    ["features", `${features.count} of ${features.total} known, confidence ${ratioText(features.confidence)}`],
    ["run", run.runId],
    ...trackingFields(tracking),
  ];
  const notes = result.reasons.map((reason) => renderNote(reasonText(reason), style));
  return [renderFields(fields, style), ...(notes.length > 0 ? [notes.join("\n")] : [])].join("\n\n");
}

function labelled(label: string, style: Style): string {
  if (label === "excellent" || label === "good") return style.green(label);
  return label === "harsh" ? style.red(label) : style.yellow(label);
}

function bandText({ errorBand, confidence, confidenceSource, confidenceReason }: PredictionView): string {
  if (errorBand === null) return `– (${confidenceText(confidenceReason)})`;
  const hits =
    confidence === null
      ? `hit rate unknown: ${confidenceText(confidenceReason)}`
      : `hit ${Math.round(confidence * 100)} % of ${confidenceSource === "recent-truth" ? "recent truths" : "the last part of its history"}`;
  return `± ${errorBand.toFixed(1)} points, ${hits}`;
}

function weatherText(observation: NonNullable<RealtimeResult["observation"]>): string {
  const { temperature, relativeHumidity, windSpeed, precipitation } = observation;
  const parts = [
    temperature === null ? undefined : `${temperature.toFixed(1)} °C`,
    relativeHumidity === null ? undefined : `${relativeHumidity.toFixed(0)} %`,
    windSpeed === null ? undefined : `${windSpeed.toFixed(1)} m/s`,
    precipitation === null ? undefined : `${precipitation.toFixed(1)} mm`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

function scoreText(score: number | null): string {
  return score === null ? "–" : score.toFixed(1);
}

function ratioText(ratio: number | null): string {
  return ratio === null ? "–" : ratio.toFixed(2);
}
