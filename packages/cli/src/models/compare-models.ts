import type { JsonValue, RunRecord } from "@mlops/core";
import type { ModelVersion } from "@mlops/store";

import { inputFacts, testDigest } from "../comparison/run-facts.ts";
import {
  comparedMetrics,
  type ComparedMetric,
  type Difference,
  differencesOf,
  type Sameness,
  sameness,
} from "../comparison/side-by-side.ts";

/** A registered version and the run that made it, where that run is in the same store. */
export interface ComparedModel {
  readonly version: ModelVersion;
  readonly run?: RunRecord;
}

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
    sameTestRows: sameness(models.map(({ run }) => testDigest(run))),
    sameTarget: sameness(models.map(({ version }) => targetOf(version))),
  };
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
    ...inputFacts(run),
  ]);
}

function targetOf({ attributes }: ModelVersion): string | undefined {
  const target = attributes?.["target"];
  return typeof target === "string" ? target : undefined;
}
