import type { BlobReference, Instant, JsonObject } from "@mlops/core";
import type { PromotionVerdict, ScoreTable } from "@mlops/evaluation";
import { modelRegistry } from "@mlops/store";

import type { Provenance } from "../provenance/provenance.ts";
import { moveAlias } from "../registry/move-alias.ts";
import type { FittedForecast } from "./fit-forecast.ts";
import type { ForecastAttributes } from "./forecast-attributes.ts";
import type { ForecastJudgement } from "./judge-forecast.ts";
import type { WeatherPlan } from "./weather-plan.ts";
import type { WeatherPorts } from "./weather-ports.ts";

export interface ForecastArtifact {
  readonly reference: BlobReference;
  /** Largest difference between the trained model and its ONNX file, in score points. */
  readonly difference: number;
  readonly trainedThrough: Instant;
}

export interface Registration {
  readonly plan: WeatherPlan;
  /** Name of the source that was learned from. */
  readonly source: string;
  readonly fitted: FittedForecast;
  readonly judgement: ForecastJudgement;
  readonly artifact: ForecastArtifact;
  readonly dataDigest: string;
  readonly runId: string;
  readonly seed: number;
  readonly provenance?: Provenance;
  readonly at: Instant;
  /** The step's identity: executed again, it answers the same version. */
  readonly key: string;
}

export interface RegisteredForecast {
  readonly name: string;
  readonly version: number;
  readonly uri: string;
  readonly digest: string;
  readonly size: number;
}

export async function registerForecast(ports: WeatherPorts, registration: Registration): Promise<RegisteredForecast> {
  const { plan, source, fitted, judgement, artifact, dataDigest, runId, seed, at, key } = registration;
  const { provenance } = registration;
  const { model, ...baselines } = metricValues(judgement.scores);
  const attributes: ForecastAttributes = {
    kind: "weather-forecast",
    target: "comfort_score",
    station: plan.station.id,
    source,
    horizonHours: plan.horizonHours,
    lookbackHours: plan.lookbackHours,
    featureSet: plan.features.set,
    errorBand: fitted.band.halfWidth,
    bandLevel: fitted.band.level,
    validation: { hitRate: judgement.hits.confidence, count: judgement.hits.n },
    ...(provenance && { provenance }),
  };
  const { version } = await modelRegistry(ports.store, ports.clock).register(
    {
      name: plan.modelName,
      artifact: artifact.reference,
      signature: signatureOf(fitted),
      metrics: model ?? {},
      baselines,
      dataDigest,
      recipeDigest: plan.recipeDigest,
      runId,
      seed,
      trainedThrough: artifact.trainedThrough,
      synthetic: false,
      reasons: judgement.promotion.reasons,
      labels: { recipe: plan.recipe, station: plan.station.id, estimator: fitted.model.estimator },
      attributes: { ...attributes },
      at,
    },
    key,
  );
  return {
    name: version.name,
    version: version.version,
    uri: `models:/${version.name}/${version.version}`,
    digest: version.digest,
    size: version.artifact.size,
  };
}

/** Moves the alias where the verdict says so; answers it where it stands for the version afterwards. */
export async function promoteForecast(
  ports: WeatherPorts,
  request: {
    readonly plan: WeatherPlan;
    readonly version: number;
    readonly verdict: PromotionVerdict;
    readonly runId: string;
    readonly at: Instant;
    readonly key: string;
  },
): Promise<string | null> {
  const { plan, version, verdict, runId, at, key } = request;
  if (verdict.verdict !== "promote") return null;
  await moveAlias(modelRegistry(ports.store, ports.clock), {
    name: plan.modelName,
    alias: plan.alias,
    to: version,
    reason: "RMSE on the last part is below score persistence's and hourly climatology's",
    runId,
    key,
    at,
  });
  return plan.alias;
}

export function metricValues(scores: ScoreTable): Record<string, Record<string, number | null>> {
  return Object.fromEntries(
    Object.entries(scores).map(([predictor, metrics]) => [
      predictor,
      Object.fromEntries(Object.entries(metrics).map(([name, { value }]) => [name, value])),
    ]),
  );
}

export function signatureOf({ model }: FittedForecast): JsonObject {
  return {
    inputs: model.features.map(({ name }) => ({ name, type: "double", null: "NaN" })),
    outputs: [{ name: "value", type: "double", unit: "score points", range: [0, 100] }],
  };
}
