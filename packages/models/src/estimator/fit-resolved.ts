import { randomKey, type TrainingData } from "@mlops/core";

import { fitEstimator, type FitSettings } from "./fit-estimator.ts";
import type { FittedEstimator } from "./fitted-estimator.ts";
import { assertClassTask, resolveOptions, type ResolvedEstimator } from "./resolve-estimator.ts";

/**
 * Fits what a recipe's class path names, with hyper-parameters by the names of that class. A seed among them wins over the
 * run's; parameters without an effect are among the warnings.
 *
 * @throws MlopsError as `fitEstimator`
 */
export async function fitResolved(
  resolved: ResolvedEstimator,
  training: TrainingData,
  given: unknown = {},
  settings: FitSettings = {},
): Promise<FittedEstimator> {
  const { options, mapping, seed } = resolveOptions(resolved, given);
  assertClassTask(resolved, training.target);
  for (const note of mapping?.notes ?? []) settings.onLog?.("warn", note);
  const fitted = await fitEstimator(resolved.estimator, training, options, {
    ...settings,
    ...(seed !== undefined && { randomKey: randomKey(seed) }),
  });
  return {
    ...fitted,
    ...(resolved.classPath.startsWith("file:") && { module: resolved.classPath }),
    ...(mapping && { mapping, warnings: [...mapping.notes, ...fitted.warnings] }),
  };
}
