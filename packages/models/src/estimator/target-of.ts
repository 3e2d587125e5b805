import type { ClassTarget, Target } from "@mlops/core";

/** The target of a regression, as that of an estimator whose only task it is. */
export function valuesOf(target: Target): Float64Array {
  if (target.kind === "values") return target.values;
  throw new TypeError("the target is classes, not values");
}

/** The target of a classification, as that of an estimator whose only task it is. */
export function classesOf(target: Target): ClassTarget {
  if (target.kind === "classes") return target;
  throw new TypeError("the target is values, not classes");
}
