import type { Feature } from "@mlops/core";

/** The values of features that are all numeric, as those of an estimator without the capability `categories` are. */
export function numericColumns(features: readonly Feature[]): Float64Array[] {
  return features.map((feature) => {
    if (feature.kind === "numeric") return feature.values;
    throw new TypeError(`the feature "${feature.name}" has categories`);
  });
}
