import type { BlobReference } from "@mlops/core";
import type { PromotionVerdict, ScoreTable, TemporalSplit } from "@mlops/evaluation";

import type { HistoryCollection } from "../weather/collect-history.ts";
import type { FittedForecast } from "../weather/fit-forecast.ts";
import type { ForecastJudgement } from "../weather/judge-forecast.ts";
import { type ForecastArtifact, metricValues, type RegisteredForecast } from "../weather/register-forecast.ts";
import type { WeatherPlan } from "../weather/weather-plan.ts";

/** What training a weather forecast answers: the fields of `mlops.train/v1`, instants as UTC milliseconds. */
export interface TrainResult {
  readonly station: string;
  readonly source: string;
  readonly model: {
    readonly name: string;
    readonly version: number;
    readonly uri: string;
    readonly digest: string;
    readonly size: number;
    /** The alias, where it moved to this version or held it already. */
    readonly alias: string | null;
  };
  /** Of the model on the last part. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Of the baselines on the same part. */
  readonly baselines: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly validation: {
    readonly rows: number;
    readonly dataDigest: string;
    readonly from: number;
    readonly to: number;
    readonly split: TemporalSplit;
    readonly judged: number;
    readonly features: number;
    readonly alpha: number;
    readonly crossValidation: readonly { readonly alpha: number; readonly rmse: number }[];
    readonly errorBand: number;
    readonly hitRate: number | null;
    /** Largest difference between the trained model and its ONNX file on the judged rows, in score points. */
    readonly exportDifference: number;
    /** Of the metrics on the last part. */
    readonly intervals: ForecastJudgement["intervals"];
    readonly promotion: PromotionVerdict;
  };
  readonly history: {
    readonly received: number;
    readonly added: number;
    readonly missing: number;
    readonly rejected: number;
  };
  readonly scores: ScoreTable;
  /** What `mlops report RUN` is drawn from. */
  readonly report: BlobReference;
  readonly reasons: readonly string[];
}

export function trainResult(parts: {
  readonly plan: WeatherPlan;
  readonly history: HistoryCollection;
  readonly rows: { readonly digest: string; readonly count: number; readonly from: number; readonly to: number };
  readonly fitted: FittedForecast;
  readonly judgement: ForecastJudgement;
  readonly artifact: ForecastArtifact;
  readonly registered: RegisteredForecast;
  readonly alias: string | null;
  readonly report: BlobReference;
  readonly reasons: readonly string[];
}): TrainResult {
  const { plan, history, rows, fitted, judgement, artifact, registered, alias, report, reasons } = parts;
  const { model = {}, ...baselines } = metricValues(judgement.scores);
  const { state } = fitted.model;
  return {
    station: plan.station.id,
    source: history.source,
    model: { ...registered, alias },
    metrics: model,
    baselines,
    validation: {
      rows: rows.count,
      dataDigest: rows.digest,
      from: rows.from,
      to: rows.to,
      split: fitted.split,
      judged: judgement.n,
      features: fitted.model.features.length,
      alpha: state.alpha,
      crossValidation: state.crossValidation.candidates.map(({ alpha, meanSquaredError }) => ({
        alpha,
        rmse: Math.sqrt(meanSquaredError),
      })),
      errorBand: fitted.band.halfWidth,
      hitRate: judgement.hits.confidence,
      exportDifference: artifact.difference,
      intervals: judgement.intervals,
      promotion: judgement.promotion,
    },
    history: {
      received: history.received,
      added: history.added,
      missing: history.missingCount,
      rejected: history.rejectedCount,
    },
    scores: judgement.scores,
    report,
    reasons,
  };
}
