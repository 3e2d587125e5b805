import type { JsonValue } from "@mlops/core";

import type { EstimatorSpec } from "./recipe.ts";

/** The hyper-parameters of a model whose ranges are fixed, with the estimators inside it, as estimators take them. */
export function estimatorOptions({ values, estimator, estimators }: EstimatorSpec): Record<string, JsonValue> {
  return {
    ...values,
    ...(estimator && { estimator: member(estimator) }),
    ...(estimators && {
      estimators: estimators.map((each) => ({ name: each.name, estimator: member(each.estimator) })),
    }),
  };
}

function member(spec: EstimatorSpec): Record<string, JsonValue> {
  return {
    ...(spec.classPath !== undefined && { class_path: spec.classPath }),
    hyperparameters: estimatorOptions(spec),
  };
}
