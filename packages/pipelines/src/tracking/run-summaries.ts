import type { TrackedValue } from "@mlops/core";

import type { CollectResult } from "../flows/collect.ts";
import type { TrainResult } from "../flows/train-result.ts";
import type { TrainTableResult } from "../flows/train-table-result.ts";

type Metrics = Record<string, TrackedValue>;
type Scores = Readonly<Record<string, number | null>>;

/** Documented names of metrics where they differ from the field's own. */
const documentedNames: Readonly<Record<string, string>> = { r2: "r2_score", f1: "f1_score" };

function under(prefix: string, scores: Scores): Metrics {
  return Object.fromEntries(
    Object.entries(scores).map(([name, value]) => [`${prefix}/${documentedNames[name] ?? name}`, value]),
  );
}

function baselinesOf(baselines: Readonly<Record<string, Scores>>): Metrics {
  return Object.assign({}, ...Object.entries(baselines).map(([name, scores]) => under(`baseline/${name}`, scores)));
}

/** What training a forecast comes to, for trackers. */
export function trainForecastMetrics({ metrics, baselines, validation, model, history, source }: TrainResult): Metrics {
  return {
    ...under("model_performance", metrics),
    ...baselinesOf(baselines),
    "training/rows": validation.rows,
    "training/rows_judged": validation.judged,
    "training/feature_count": validation.features,
    "training/alpha": validation.alpha,
    "training/error_band": validation.errorBand,
    "training/hit_rate": validation.hitRate,
    "training/observations_received": history.received,
    "training/observations_missing": history.missing,
    "training/source": source,
    "training/verdict": validation.promotion.verdict,
    ...modelMetrics(model),
  };
}

/** What training on a table comes to, for trackers. */
export function trainTableMetrics({ metrics, baselines, validation, model, data }: TrainTableResult): Metrics {
  const parts = Object.entries(validation.parts).filter(([name]) => name !== "test");
  const thresholds = validation.gate?.thresholds ?? [];
  return {
    ...under("model_performance", metrics),
    ...(Object.assign({}, ...parts.map(([name, part]) => under(name, part.metrics))) as Metrics),
    ...baselinesOf(baselines),
    ...Object.fromEntries(
      thresholds.flatMap(({ metric, current, threshold }) => [
        [`threshold_comparison/${metric}_vs_threshold_current`, current],
        [`threshold_comparison/${metric}_vs_threshold_threshold`, threshold],
      ]),
    ),
    "training/rows": data.rows,
    "training/columns": data.columns,
    "training/feature_count": validation.features,
    "training/estimator": validation.estimator,
    "training/verdict": validation.verdict,
    ...modelMetrics(model),
  };
}

function modelMetrics({ uri, size, alias }: TrainResult["model"]): Metrics {
  return { "model/uri": uri, "model/size_bytes": size, "model/promoted": alias !== null };
}

/** What a collection comes to, for trackers. */
export function collectMetrics(result: CollectResult): Metrics {
  const { observations, added, corrected, missingCount, rejectedCount, quality, source, synthetic } = result;
  return {
    "pipeline_data_collection/success": observations > 0,
    "pipeline_data_collection/observations_received": observations,
    "pipeline_data_collection/observations_added": added,
    "pipeline_data_collection/observations_corrected": corrected,
    "pipeline_data_collection/observations_missing": missingCount,
    "pipeline_data_collection/observations_rejected": rejectedCount,
    "pipeline_data_collection/source": source,
    "pipeline_data_collection/synthetic": synthetic,
    "weather/data_quality": quality.score,
    "weather/feature_quality": quality.featureQuality,
    "weather/dataset_grade": quality.grade,
    [`data_quality_${source}/score`]: quality.score,
    [`data_quality_${source}/failed_checks`]: quality.failedChecks.length,
  };
}
