import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

import { MlopsError, sha256Hex } from "@mlops/core";
import { customMetric, type Metric } from "@mlops/evaluation";

import type { CustomMetricPlan } from "./custom-metric-plan.ts";

/** Metrics of the project's own, by name. */
export type CustomMetrics = Readonly<Record<string, Metric>>;

/**
 * The metrics that a run began with.
 *
 * @throws MlopsError EXTENSION_CHANGED where a file is not what it was, EXTENSION_NOT_FOUND, EVALUATION_METRIC_INVALID
 */
export async function openCustomMetrics(plans: readonly CustomMetricPlan[]): Promise<CustomMetrics> {
  const metrics: Record<string, Metric> = {};
  for (const { file, exportName, reference, digest, name } of plans) {
    const content = await readFile(file).catch(() => undefined);
    if (content === undefined)
      throw new MlopsError("EXTENSION_NOT_FOUND", `The metric "${reference}" is gone: ${file}.`);
    if (sha256Hex(content) !== digest) {
      throw new MlopsError("EXTENSION_CHANGED", `The metric "${reference}" was changed since the run began: ${file}.`);
    }
    metrics[name] = await importMetric(file, exportName, reference);
  }
  return metrics;
}

/** @throws MlopsError EXTENSION_INVALID where the module cannot be loaded, EVALUATION_METRIC_INVALID */
export async function importMetric(file: string, exportName: string, reference: string): Promise<Metric> {
  let loaded: Readonly<Record<string, unknown>>;
  try {
    loaded = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MlopsError("EXTENSION_INVALID", `The metric "${reference}" cannot be loaded: ${why}`, { cause });
  }
  return customMetric(loaded[exportName], exportName === "default" ? file : `${file}#${exportName}`);
}
