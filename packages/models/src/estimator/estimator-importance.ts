import type { FeatureImportance } from "@mlops/core";
import type { z } from "zod";

import type { Estimator } from "./define-estimator.ts";
import type { FittedEstimator } from "./fitted-estimator.ts";
import { assertOwnModel } from "./predict-estimator.ts";

/** Features by their importance in a fitted estimator, in the features' order. */
export interface NamedImportance {
  readonly kind: string;
  readonly features: readonly { readonly name: string; readonly value: number }[];
}

/**
 * How much each feature counts; undefined for estimators without such a measure.
 *
 * @throws MlopsError MODEL_UNSUPPORTED for another estimator's model
 */
export function estimatorImportance<State extends object>(
  estimator: Estimator<z.ZodType, State>,
  fitted: FittedEstimator<State>,
): NamedImportance | undefined {
  assertOwnModel(estimator, fitted);
  const importance: FeatureImportance | undefined = estimator.importance?.(fitted.state);
  if (importance === undefined) return undefined;
  const { kind, values } = importance;
  return { kind, features: fitted.features.map(({ name }, at) => ({ name, value: values[at] ?? 0 })) };
}
