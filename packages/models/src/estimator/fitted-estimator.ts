import type { ClassLabel, Feature, JsonObject } from "@mlops/core";

import type { ClassMapping } from "../dialects/translate-options.ts";

export type FeatureSchema =
  | { readonly kind: "numeric"; readonly name: string }
  | { readonly kind: "categorical"; readonly name: string; readonly categories: readonly string[] };

export type TargetSchema =
  | { readonly kind: "values" }
  | { readonly kind: "classes"; readonly classes: readonly ClassLabel[] };

/** What a fit leaves behind: all that predicting, exporting and going on need. `packState` makes it storable. */
export interface FittedEstimator<State extends object = object> {
  readonly formatVersion: 1;
  /** Name of the estimator that the state belongs to. */
  readonly estimator: string;
  /** Of an estimator that is no built-in one: where its code lies, with the digest that it has to have. */
  readonly module?: string;
  /** The computation is this product's own, whatever library the recipe's class path names. */
  readonly engine: "native";
  /** All options by their native names, defaults included. */
  readonly options: JsonObject;
  /** The class of another library that the recipe names, and what became of its parameters. */
  readonly mapping?: ClassMapping;
  readonly features: readonly FeatureSchema[];
  readonly target: TargetSchema;
  /** Of a regression that predicts quantiles too: their levels, in the order of its outputs. */
  readonly quantileLevels?: readonly number[];
  /** Rows learnt from. */
  readonly rows: number;
  /** Threads that the fit was allowed; with the same number it gives the same state again. */
  readonly threads: number;
  /** What the estimator said of the fit, in order. */
  readonly warnings: readonly string[];
  readonly state: State;
}

export function schemaOf(feature: Feature): FeatureSchema {
  return feature.kind === "numeric"
    ? { kind: "numeric", name: feature.name }
    : { kind: "categorical", name: feature.name, categories: [...feature.categories] };
}
