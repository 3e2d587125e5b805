import type { FeatureSchema } from "./fitted-estimator.ts";

/** Whether both have the same columns in the same order, of the same kinds and categories. */
export function sameFeatures(one: readonly FeatureSchema[], other: readonly FeatureSchema[]): boolean {
  return one.length === other.length && one.every((feature, index) => sameFeature(feature, other[index]));
}

function sameFeature(one: FeatureSchema, other: FeatureSchema | undefined): boolean {
  if (other?.name !== one.name) return false;
  if (one.kind === "numeric" || other.kind === "numeric") return one.kind === other.kind;
  return (
    one.categories.length === other.categories.length &&
    one.categories.every((category, index) => category === other.categories[index])
  );
}
