import {
  digestJson,
  formatInstant,
  HOUR,
  type Instant,
  localFields,
  MlopsError,
  sha256Hex,
  type WeatherObservation,
} from "@mlops/core";
import { comfortScores, computeFeatureRows } from "@mlops/preprocessing";

import { modelFeatureNames } from "./engineer-features.ts";
import type { WeatherPlan } from "./weather-plan.ts";

/** Hours with a known score now and a known score at the target: what a model learns from and is judged on, in order of time. */
export interface TrainingRows {
  readonly names: readonly string[];
  /** One column for each name; NaN is a missing value. */
  readonly columns: readonly Float64Array[];
  /** Comfort score at the target instant, 0–100. */
  readonly target: Float64Array;
  /** The hour t of each row. */
  readonly at: Float64Array;
  /** The target instant's local hour, 0–23. */
  readonly targetHour: Float64Array;
  readonly scorePersistence: Float64Array;
  readonly componentPersistence: Float64Array;
  /** SHA-256 over names, instants and values. */
  readonly digest: string;
}

const FEWEST_ROWS = 200;

/**
 * Builds the rows from one station's observations: every observed hour t whose score, component persistence and target
 * score are known. Nothing of a row but its target looks later than t.
 *
 * @throws MlopsError TRAINING_ROWS_TOO_FEW
 */
export function trainingRows(observations: readonly WeatherObservation[], plan: WeatherPlan): TrainingRows {
  const { station, lookbackHours, horizonHours } = plan;
  const hours = observations.map(({ observedAt }) => observedAt).filter((instant) => instant % HOUR === 0);
  const truths = comfortScores(
    observations,
    hours.map((hour) => hour + horizonHours * HOUR),
    lookbackHours,
  );
  const features = computeFeatureRows(observations, hours, station, { lookbackHours, horizonHours });
  const column = (name: string): Float64Array => featureColumn(features, name);
  const scoreNow = column("score_now");
  const component = column("component_persistence");
  const kept = hours.flatMap((_, row) =>
    Number.isNaN(truths[row] ?? NaN) || Number.isNaN(scoreNow[row] ?? NaN) || Number.isNaN(component[row] ?? NaN)
      ? []
      : [row],
  );
  if (kept.length < FEWEST_ROWS) throw tooFew(kept.length, observations, plan);

  const pick = (values: Float64Array): Float64Array => Float64Array.from(kept, (row) => values[row] ?? NaN);
  const names = modelFeatureNames(plan);
  const at = pick(features.at);
  const rows = {
    names,
    columns: names.map((name) => pick(column(name))),
    target: pick(truths),
    at,
    targetHour: at.map((instant) => localFields(instant + horizonHours * HOUR, station.timeZone).hour),
    scorePersistence: pick(scoreNow),
    componentPersistence: pick(component),
  };
  return { ...rows, digest: digestOf(rows) };
}

/** The rows [from, to) of every column. */
export function sliceRows(rows: TrainingRows, from: number, to: number): Omit<TrainingRows, "digest"> {
  const cut = (values: Float64Array): Float64Array => values.slice(from, to);
  const { names, columns, target, at, targetHour, scorePersistence, componentPersistence } = rows;
  return {
    names,
    columns: columns.map(cut),
    target: cut(target),
    at: cut(at),
    targetHour: cut(targetHour),
    scorePersistence: cut(scorePersistence),
    componentPersistence: cut(componentPersistence),
  };
}

function featureColumn(
  features: { names: readonly string[]; columns: readonly Float64Array[] },
  name: string,
): Float64Array {
  const column = features.columns[features.names.indexOf(name)];
  if (!column) throw new RangeError(`the feature set has no "${name}"`);
  return column;
}

function digestOf(rows: Omit<TrainingRows, "digest">): string {
  const bytes = (values: Float64Array): string =>
    sha256Hex(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return digestJson({
    names: rows.names,
    at: bytes(rows.at),
    target: bytes(rows.target),
    columns: rows.columns.map(bytes),
  });
}

function tooFew(count: number, observations: readonly WeatherObservation[], plan: WeatherPlan): MlopsError {
  const [first, last] = [observations[0], observations.at(-1)];
  const span = first && last ? `, from ${formatInstant(first.observedAt)} to ${formatInstant(last.observedAt)}` : "";
  return new MlopsError(
    "TRAINING_ROWS_TOO_FEW",
    `Station ${plan.station.id} has ${observations.length} observations${span}; they give ${count} complete rows, and ${FEWEST_ROWS} are needed.`,
    { details: { observations: observations.length, rows: count, needed: FEWEST_ROWS } },
  );
}

/** The last instant whose observation a row of these uses: its target. */
export function lastTargetInstant(rows: Pick<TrainingRows, "at">, plan: WeatherPlan): Instant {
  return (rows.at.at(-1) ?? 0) + plan.horizonHours * HOUR;
}
