import { formatInstant } from "@mlops/core";
import type { AliasMove, ModelVersion } from "@mlops/store";

export function versionUri({ name, version }: Pick<ModelVersion, "name" | "version">): string {
  return `models:/${name}/${version}`;
}

/** A version at a glance. */
export function versionFields(model: ModelVersion): Readonly<Record<string, unknown>> {
  const { name, version, digest, metrics, runId, synthetic, reasons, at, recordedAt, trainedThrough } = model;
  return {
    name,
    version,
    uri: versionUri(model),
    digest,
    metrics,
    runId: runId ?? null,
    at: formatInstant(at),
    recordedAt: formatInstant(recordedAt),
    trainedThrough: trainedThrough === undefined ? null : formatInstant(trainedThrough),
    synthetic,
    reasons: reasons ?? [],
  };
}

/** Everything that the registry keeps of a version. */
export function versionDetails(model: ModelVersion): Readonly<Record<string, unknown>> {
  const { artifact, artifactPath, signature, baselines, dataDigest, recipeDigest, seed, labels, attributes } = model;
  return {
    ...versionFields(model),
    artifact: { ...artifact, path: artifactPath },
    signature,
    baselines: baselines ?? {},
    dataDigest: dataDigest ?? null,
    recipeDigest: recipeDigest ?? null,
    seed: seed ?? null,
    labels: labels ?? {},
    attributes: attributes ?? {},
  };
}

export function moveFields({
  alias,
  version,
  previous,
  reason,
  runId,
  at,
}: AliasMove): Readonly<Record<string, unknown>> {
  return { alias, version, previous, reason, runId: runId ?? null, at: formatInstant(at) };
}
