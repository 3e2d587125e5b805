import { formatInstant, type Instant, MlopsError } from "@mlops/core";
import { openModel } from "@mlops/models";
import { modelRegistry, type ModelVersion, resolveModel } from "@mlops/store";

import { modelFeatureNames } from "./engineer-features.ts";
import { type ForecastAttributes, forecastAttributesSchema } from "./forecast-attributes.ts";
import { type Forecaster, persistenceForecaster } from "./forecaster.ts";
import type { WeatherPlan } from "./weather-plan.ts";
import type { WeatherPorts } from "./weather-ports.ts";

/**
 * The forecaster that a run uses: the model that `uri` names, else the one that the plan's alias stands for, else score
 * persistence, which says so.
 *
 * @throws MlopsError MODEL_SAW_LATER_DATA where the model learned from data after `now`, MODEL_NOT_FOR_THIS_FORECAST,
 *   MODEL_NOT_FOUND for a `uri` that names nothing, STORE_BLOB_DAMAGED
 */
export async function currentForecaster(
  ports: WeatherPorts,
  plan: WeatherPlan,
  now: Instant,
  uri?: string,
): Promise<Forecaster> {
  const version = uri === undefined ? await standingVersion(ports, plan) : await namedVersion(ports, uri);
  if (!version) return persistenceForecaster("no-trained-model");
  assertNotFromTheFuture(version, now);
  const attributes = fittingAttributes(version, plan);
  const bytes = await ports.store.blobs.read(version.digest);
  const model = await openModel(bytes, { digest: version.digest });
  const names = model.inputs.map(({ name }) => name);
  return {
    model: {
      kind: "model",
      name: version.name,
      version: version.version,
      uri: `models:/${version.name}/${version.version}`,
    },
    attributes,
    reasons: [],
    async predict({ values }, signal) {
      // Without the score now there is no recent observation: imputed means are no forecast.
      if ((values["score_now"] ?? null) === null) return null;
      const columns = Object.fromEntries(names.map((name) => [name, Float64Array.of(values[name] ?? Number.NaN)]));
      const { value } = await model.predict(columns, signal ? { signal } : {});
      const [predicted] = value ?? [];
      return typeof predicted === "number" && Number.isFinite(predicted) ? predicted : null;
    },
    [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
  };
}

async function standingVersion(ports: WeatherPorts, plan: WeatherPlan): Promise<ModelVersion | undefined> {
  const registry = modelRegistry(ports.store, ports.clock);
  const standing = await registry.alias(plan.modelName, plan.alias);
  return standing && registry.version(plan.modelName, standing.version);
}

async function namedVersion(ports: WeatherPorts, uri: string): Promise<ModelVersion> {
  const resolved = await resolveModel(modelRegistry(ports.store, ports.clock), uri, ports.folder);
  if (resolved.kind === "registered") return resolved.version;
  throw new MlopsError("MODEL_NOT_FOR_THIS_FORECAST", `${uri} is a file; a forecast needs a registered model.`, {
    hint: "Name it like models:/NAME/3; `mlops models list` shows what there is.",
  });
}

function assertNotFromTheFuture({ name, version, trainedThrough }: ModelVersion, now: Instant): void {
  if (trainedThrough === undefined || trainedThrough <= now) return;
  throw new MlopsError(
    "MODEL_SAW_LATER_DATA",
    `models:/${name}/${version} was trained with data up to ${formatInstant(trainedThrough)}; the run is at ${formatInstant(now)}.`,
    { details: { model: name, version, trainedThrough: formatInstant(trainedThrough), at: formatInstant(now) } },
  );
}

function fittingAttributes(model: ModelVersion, plan: WeatherPlan): ForecastAttributes {
  const where = `models:/${model.name}/${model.version}`;
  const parsed = forecastAttributesSchema.safeParse(model.attributes);
  if (!parsed.success) throw new MlopsError("MODEL_NOT_FOR_THIS_FORECAST", `${where} is not a weather forecast.`);
  const attributes = parsed.data;
  const expected = {
    station: plan.station.id,
    horizonHours: plan.horizonHours,
    lookbackHours: plan.lookbackHours,
    featureSet: plan.features.set,
  };
  for (const [key, value] of Object.entries(expected)) {
    const actual = attributes[key as keyof typeof expected];
    if (actual === value) continue;
    throw new MlopsError("MODEL_NOT_FOR_THIS_FORECAST", `${where} has ${key} ${actual}; the run needs ${value}.`, {
      details: { model: where, key, has: actual, needs: value },
    });
  }
  modelFeatureNames(plan);
  return attributes;
}
