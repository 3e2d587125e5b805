import type { TrackedRow } from "./realtime-rows.ts";
import type { RealtimeResult } from "../flows/realtime-result.ts";

export interface RealtimeTotals {
  readonly seconds: number;
  /** Share of the realtime runs of the last 24 hours that succeeded, this one included; 0–1. */
  readonly successRate: number;
}

/** Step 5: how the run went as a whole. */
export function realtimeSummary(result: RealtimeResult, { seconds, successRate }: RealtimeTotals): TrackedRow {
  const { prediction, dataQuality, features } = result;
  const final = {
    data_quality: dataQuality.score,
    feature_quality: features.quality,
    prediction_value: prediction.value,
    prediction_confidence: prediction.confidence,
  };
  return {
    step: 5,
    metrics: {
      pipeline_status: result.reasons.length === 0 ? "success" : "degraded",
      total_execution_time_seconds: seconds,
      data_quality_final: final.data_quality,
      feature_quality_final: final.feature_quality,
      prediction_value_final: final.prediction_value,
      prediction_confidence_final: final.prediction_confidence,
      pipeline_efficiency: seconds > 0 ? 1 / seconds : null,
      pipeline_success_rate: successRate,
      "summary/synthetic": result.synthetic,
      "summary/source": result.source,
      "summary/model_used": prediction.model.uri ?? prediction.model.name,
      "summary/data_quality": final.data_quality,
      "summary/feature_count": features.count,
      "summary/feature_quality": final.feature_quality,
      "summary/feature_confidence": features.confidence,
      "summary/prediction_value": final.prediction_value,
      "summary/prediction_confidence": final.prediction_confidence,
      "summary/execution_time_seconds": seconds,
      "summary/reasons": result.reasons.join(", "),
    },
  };
}
