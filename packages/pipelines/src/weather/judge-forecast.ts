import { type RandomKey, splitKey } from "@mlops/core";
import {
  hitRate,
  type HitRate,
  metricIntervals,
  predictHourlyClimatology,
  promotionVerdict,
  type PromotionVerdict,
  regressionMetric,
  scorePredictors,
  type ScoreTable,
} from "@mlops/evaluation";

import { boundsOf, type MetricBounds } from "../tabular/intervals.ts";
import { type FittedForecast, predictRows } from "./fit-forecast.ts";
import { sliceRows, type TrainingRows } from "./training-rows.ts";

export interface PromotionRules {
  readonly confidenceLevel: number;
  readonly blockHours: number;
  readonly resamples: number;
}

/** The verdict on the last part, which nothing was learned from. Plain JSON. */
export interface ForecastJudgement {
  readonly n: number;
  /** By predictor (`model`, `persistence`, `componentPersistence`, `climatology`) and metric. */
  readonly scores: ScoreTable;
  /** Of the model's metrics. */
  readonly intervals: Readonly<Record<string, MetricBounds>>;
  readonly promotion: PromotionVerdict;
  readonly hits: HitRate;
}

/** Metrics that are always reported, besides those that the recipe names. */
const reportedMetrics = ["r2", "mae", "rmse", "mape"] as const;

/** The metrics of a forecast, in the order in which they are shown. */
export function forecastMetrics(named: readonly string[]): readonly string[] {
  return [...new Set([...reportedMetrics, ...named])];
}

export async function judgeForecast(
  rows: TrainingRows,
  fitted: FittedForecast,
  options: { readonly key: RandomKey; readonly rules: PromotionRules; readonly metrics: readonly string[] },
): Promise<ForecastJudgement> {
  const { from, to } = fitted.split.test;
  const test = sliceRows(rows, from, to);
  const model = await predictRows(fitted.model, test);
  const climatology = predictHourlyClimatology(fitted.climatology, test.targetHour);
  const { scorePersistence: persistence, componentPersistence, target: truth } = test;
  const { confidenceLevel: level, blockHours: blockLength, resamples } = options.rules;
  const names = forecastMetrics(options.metrics);
  const bootstrap = { key: splitKey(options.key, "intervals"), level, blockLength, resamples };
  return {
    n: truth.length,
    scores: scorePredictors(truth, { model, persistence, componentPersistence, climatology }, names),
    intervals: boundsOf(metricIntervals(names.map(regressionMetric), truth, model, bootstrap)),
    promotion: promotionVerdict(
      {
        truth,
        candidate: model,
        baselines: {
          "score-persistence": persistence,
          "component-persistence": componentPersistence,
          "hourly-climatology": climatology,
        },
      },
      { key: options.key, level, blockLength, resamples },
    ),
    hits: hitRate(
      fitted.band,
      truth.map((value, row) => value - (model[row] ?? NaN)),
    ),
  };
}
