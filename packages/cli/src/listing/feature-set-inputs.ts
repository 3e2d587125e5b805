import type { RecipeInput } from "@mlops/pipelines";
import { FEATURE_SET_VERSION, featureCatalogue } from "@mlops/preprocessing";

/** The columns of a feature set by its name and version, or undefined where there is none of that name. */
export function featureSetInputs(name: string): readonly RecipeInput[] | undefined {
  if (name !== FEATURE_SET_VERSION) return undefined;
  return featureCatalogue.map((feature) => ({
    name: feature.name,
    kind: "feature",
    type: "double",
    unit: feature.unit,
    description: feature.description,
  }));
}
