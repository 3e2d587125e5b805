import type { JsonValue, Station } from "@mlops/core";
import type { z } from "zod";

import { canonicalMetric } from "../metric-names.ts";
import type { GateSpec, MappedColumn, Recipe, SourceSpec, TimeColumn, WeatherFileSpec } from "../recipe.ts";
import type { gateSchema } from "../schema/judgement-schema.ts";
import type { LayoutV1 } from "../schema/layout-v1.ts";
import type { sourceSchema, stationsSchema } from "../schema/weather-schema.ts";
import { defined } from "./defined.ts";

type SharedKeys =
  | "schemaVersion"
  | "description"
  | "seed"
  | "source"
  | "stations"
  | "features"
  | "forecast"
  | "gate"
  | "promotion"
  | "pipeline"
  | "tracking"
  | "monitoring";

type SharedInput = Pick<
  LayoutV1,
  | "schema_version"
  | "description"
  | "seed"
  | "source"
  | "stations"
  | "features"
  | "forecast"
  | "gate"
  | "promotion"
  | "pipeline"
  | "tracking"
  | "monitoring"
>;

/** The sections that both layouts write alike. */
export function normaliseShared(input: SharedInput): Pick<Recipe, SharedKeys> {
  const { promotion, pipeline, forecast } = input;
  return {
    schemaVersion: input.schema_version,
    seed: input.seed,
    stations: stationsOf(input.stations ?? {}),
    ...defined({
      description: input.description,
      source: input.source && sourceOf(input.source),
      features: input.features && {
        exclude: input.features.exclude,
        set: input.features.set,
        ...defined({ include: input.features.include }),
      },
      forecast: forecast && { target: forecast.target, horizonHours: forecast.horizon_hours },
      gate: input.gate && gateOf(input.gate),
      promotion: promotion && {
        alias: promotion.alias,
        confidenceLevel: promotion.confidence_level,
        blockHours: promotion.block_hours,
        resamples: promotion.resamples,
      },
      pipeline: pipeline && { flow: pipeline.flow, ...defined({ maxRetrainAttempts: pipeline.max_retrain_attempts }) },
      tracking: input.tracking && trackingOf(input.tracking),
      monitoring: input.monitoring && jsonRecord(input.monitoring),
    }),
  };
}

export function canonicalMetrics(spellings: readonly string[] | undefined): readonly string[] {
  return [...new Set((spellings ?? []).map((spelling) => canonicalMetric(spelling) ?? spelling))];
}

/** Data that a schema has parsed is JSON once its undefined members are gone. */
export function jsonRecord(value: object): Readonly<Record<string, JsonValue>> {
  const clean = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(clean);
    if (node === null || typeof node !== "object") return node;
    return defined(Object.fromEntries(Object.entries(node).map(([key, item]) => [key, clean(item)])));
  };
  return clean(value) as Readonly<Record<string, JsonValue>>;
}

function sourceOf(source: z.output<typeof sourceSchema>): SourceSpec {
  return {
    name: source.name,
    stations: stationIds(source.station),
    lookbackHours: source.lookback_hours,
    historyDays: source.history_days,
    ...defined({ location: source.location, file: source.file && fileOf(source.file) }),
  };
}

function fileOf(file: NonNullable<z.output<typeof sourceSchema>["file"]>): WeatherFileSpec {
  const { observed_at: observedAt, ...columns } = file.columns;
  return {
    nullValues: file.null_values,
    delayMinutes: file.delay_minutes,
    observedAt: timeColumn(observedAt),
    columns: Object.fromEntries(
      Object.entries(columns).flatMap(([field, column]) =>
        column === undefined ? [] : [[camelCase(field), mappedColumn(column)]],
      ),
    ),
    ...defined({ path: file.path, format: file.format, encoding: file.encoding, stationId: file.station_id }),
  };
}

function timeColumn(written: NonNullable<z.output<typeof sourceSchema>["file"]>["columns"]["observed_at"]): TimeColumn {
  if (typeof written === "string") return { column: written };
  const { column, time_zone: timeZone, format, disambiguation } = written;
  return { column, ...defined({ timeZone, format, disambiguation }) };
}

/** `108`, `"108:112"` and `["108", 112]` as ids, each once. */
export function stationIds(written: string | number | readonly (string | number)[]): readonly string[] {
  const parts = typeof written === "object" ? written : [written];
  const ids = parts.flatMap((part) => String(part).split(":")).map((id) => id.trim());
  return [...new Set(ids.filter((id) => id !== ""))];
}

function mappedColumn(column: string | { column: string; unit?: string | undefined }): MappedColumn {
  return typeof column === "string" ? { column } : { column: column.column, ...defined({ unit: column.unit }) };
}

function camelCase(snake: string): string {
  return snake.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function stationsOf(stations: z.output<typeof stationsSchema>): Readonly<Record<string, Station>> {
  return Object.fromEntries(
    Object.entries(stations).map(([id, { name, time_zone, holidays, latitude, longitude }]) => [
      id,
      { id, timeZone: time_zone, holidays, ...defined({ name, latitude, longitude }) },
    ]),
  );
}

function gateOf(gate: z.output<typeof gateSchema>): GateSpec {
  return {
    minimumPoints: gate.minimum_points,
    judgedPoints: gate.judged_points,
    thresholds: gate.thresholds.map(({ metric, operator, threshold, unit }) => ({
      metric: canonicalMetric(metric) ?? metric,
      operator,
      threshold,
      ...defined({ unit }),
    })),
  };
}

function trackingOf({
  use_wandb,
  tags,
  tables,
  ...rest
}: NonNullable<SharedInput["tracking"]>): NonNullable<Recipe["tracking"]> {
  return { tags, tables, ...defined({ useWandb: use_wandb, ...rest }) };
}
