import { formatInstant, type Instant, MlopsError } from "@mlops/core";
import { openModel } from "@mlops/models";
import { modelRegistry, type ModelVersion, resolveModel } from "@mlops/store";

import { modelFeatureNames } from "./engineer-features.ts";
import { type ForecastAttributes, forecastAttributesSchema } from "./forecast-attributes.ts";
import { type Forecaster, persistenceForecaster } from "./forecaster.ts";
import type { WeatherPlan } from "./weather-plan.ts";
import type { WeatherPorts } from "./weather-ports.ts";

/** Which models a run uses: fixed when it begins, whatever an alias stands for when it is resumed. */
export interface ChosenModels {
  /** `models:/name/3`; null is score persistence, because there is no trained model. */
  readonly primary: string | null;
  /** Predicts beside the primary one; null without. */
  readonly shadow: string | null;
}

/**
 * The model that the plan's alias stands for, and the one that `shadow` names.
 *
 * @throws MlopsError MODEL_SAW_LATER_DATA where one learned from data after `now`, MODEL_NOT_FOR_THIS_FORECAST,
 *   MODEL_NOT_FOUND for a shadow that names nothing
 */
export async function chooseModels(
  ports: WeatherPorts,
  plan: WeatherPlan,
  now: Instant,
  shadow?: string,
): Promise<ChosenModels> {
  const standing = await standingVersion(ports, plan);
  const beside = shadow === undefined ? undefined : await namedVersion(ports, shadow);
  for (const version of [standing, beside]) {
    if (!version) continue;
    assertNotFromTheFuture(version, now);
    fittingAttributes(version, plan);
  }
  return { primary: standing ? uriOf(standing) : null, shadow: beside ? uriOf(beside) : null };
}

/**
 * Opens a model that was chosen; null is score persistence, which says that there is no model.
 *
 * @throws MlopsError MODEL_NOT_FOUND, MODEL_NOT_FOR_THIS_FORECAST, STORE_BLOB_DAMAGED
 */
export async function openForecaster(ports: WeatherPorts, plan: WeatherPlan, uri: string | null): Promise<Forecaster> {
  if (uri === null) return persistenceForecaster("no-trained-model");
  const version = await namedVersion(ports, uri);
  const attributes = fittingAttributes(version, plan);
  const bytes = await ports.store.blobs.read(version.digest);
  const model = await openModel(bytes, { digest: version.digest });
  const names = model.inputs.map(({ name }) => name);
  return {
    model: { kind: "model", name: version.name, version: version.version, uri: uriOf(version) },
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

function uriOf({ name, version }: ModelVersion): string {
  return `models:/${name}/${version}`;
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
