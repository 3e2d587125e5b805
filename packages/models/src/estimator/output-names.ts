import type { ClassLabel } from "@mlops/core";

import type { TargetSchema } from "./fitted-estimator.ts";

/** The output of a regression: rank 1, double, in target units. */
export const VALUE_OUTPUT = "value";
/** The predicted class: rank 1, of the classes' type. */
export const LABEL_OUTPUT = "label";

/** A class's output: rank 1, double, in [0, 1]. */
export function probabilityOutput(label: ClassLabel): string {
  return `probability_${String(label)}`;
}

/** The names of a model's outputs, in order. */
export function outputNames(target: TargetSchema): string[] {
  return target.kind === "values" ? [VALUE_OUTPUT] : [LABEL_OUTPUT, ...target.classes.map(probabilityOutput)];
}
