import type { JsonValue, RunRecord } from "@mlops/core";
import { metricBySpelling } from "@mlops/evaluation";
import type { ModelVersion } from "@mlops/store";

import { leavesOf } from "./json-leaves.ts";

/** A registered version and the run that made it, where that run is in the same store. */
export interface ComparedModel {
  readonly version: ModelVersion;
  readonly run?: RunRecord;
}

export interface ComparedMetric {
  readonly name: string;
  /** Undefined for a metric that the catalogue does not have: nothing says which end is good. */
  readonly better: "higher" | "lower" | undefined;
  /** One for each model, in their order; null where it has no value. */
  readonly values: readonly (number | null)[];
  /** Positions of the best value, several where they tie; empty where fewer than two models have one, or all are equal. */
  readonly best: readonly number[];
}

/** Something that is not the same for all models. */
export interface Difference {
  /** `seed`, `label.estimator`, `input.estimator.options.C`. */
  readonly name: string;
  /** One for each model; undefined where a model does not have it. */
  readonly values: readonly (JsonValue | undefined)[];
}

/** Whether all models have one value: null where it is not recorded for each. */
export type Sameness = boolean | null;

export interface ModelComparison {
  readonly models: readonly ComparedModel[];
  readonly metrics: readonly ComparedMetric[];
  readonly differences: readonly Difference[];
  /** The rows that they were made from, by digest. */
  readonly sameData: Sameness;
  /** The rows that judged them, by the digest of the test part in the split's manifest. */
  readonly sameTestRows: Sameness;
  readonly sameTarget: Sameness;
}

/** What sets registered models apart. Marks the best of each metric by the direction that the metric catalogue gives it. */
export function compareModels(models: readonly ComparedModel[]): ModelComparison {
  return {
    models,
    metrics: comparedMetrics(models.map(({ version }) => version.metrics)),
    differences: differencesOf(models.map(factsOf)),
    sameData: sameness(models.map(({ version }) => version.dataDigest)),
    sameTestRows: sameness(models.map(testDigest)),
    sameTarget: sameness(models.map(({ version }) => targetOf(version))),
  };
}

export function comparedMetrics(
  metrics: readonly Readonly<Record<string, number | null>>[],
): readonly ComparedMetric[] {
  const names = [...new Set(metrics.flatMap((each) => Object.keys(each)))];
  return names.map((name) => {
    const values = metrics.map((each) => each[name] ?? null);
    const direction = metricBySpelling(name)?.direction;
    const better = direction === undefined ? undefined : direction === "maximize" ? "higher" : "lower";
    return { name, better, values, best: bestOf(values, better) };
  });
}

function bestOf(values: readonly (number | null)[], better: ComparedMetric["better"]): readonly number[] {
  const known = values.filter((value) => value !== null);
  if (better === undefined || known.length < 2 || new Set(known).size < 2) return [];
  const best = better === "higher" ? Math.max(...known) : Math.min(...known);
  return values.flatMap((value, index) => (value === best ? [index] : []));
}

/** What was decided before the training, by name. Digests are left to `sameData`, what follows from the rest is left out. */
function factsOf({ version, run }: ComparedModel): ReadonlyMap<string, JsonValue> {
  const { seed, recipeDigest, labels, trainedThrough, reasons } = version;
  return new Map<string, JsonValue>([
    ...(seed === undefined ? [] : [["seed", seed] as const]),
    ...(recipeDigest === undefined ? [] : [["recipeDigest", recipeDigest] as const]),
    ...(trainedThrough === undefined ? [] : [["trainedThrough", trainedThrough] as const]),
    ["reasons", [...(reasons ?? [])]],
    ...Object.entries(labels ?? {}).map(([name, value]) => [`label.${name}`, value] as const),
    ...leavesOf(run?.input ?? {}, "input").filter(
      // What a run was made from is compared by its effects; the texts themselves differ in comments and paths too.
      ([name]) => name !== "input.recipeDigest" && !name.startsWith("input.provenance.snapshots."),
    ),
  ]);
}

function differencesOf(facts: readonly ReadonlyMap<string, JsonValue>[]): readonly Difference[] {
  const names = [...new Set(facts.flatMap((each) => [...each.keys()]))];
  return names
    .map((name) => ({ name, values: facts.map((each) => each.get(name)) }))
    .filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1);
}

function testDigest({ run }: ComparedModel): string | undefined {
  const leaves = new Map(leavesOf(run?.result ?? {}, "result"));
  const digest = leaves.get("result.validation.split.parts.test.digest");
  return typeof digest === "string" ? digest : undefined;
}

function targetOf({ attributes }: ModelVersion): string | undefined {
  const target = attributes?.["target"];
  return typeof target === "string" ? target : undefined;
}

function sameness(values: readonly (string | undefined)[]): Sameness {
  if (values.includes(undefined)) return null;
  return new Set(values).size === 1;
}
