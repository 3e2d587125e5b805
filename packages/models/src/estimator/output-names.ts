import type { ClassLabel } from "@mlops/core";

import type { TargetSchema } from "./fitted-estimator.ts";

/** The output of a regression: rank 1, double, in target units. */
export const VALUE_OUTPUT = "value";
/** The predicted class: rank 1, of the classes' type. */
export const LABEL_OUTPUT = "label";

/** Of one target of several: `value_<target>`. */
export function valueOutput(target?: string): string {
  return named(VALUE_OUTPUT, target);
}

/** Of one target of several: `label_<target>`. */
export function labelOutput(target?: string): string {
  return named(LABEL_OUTPUT, target);
}

/** A class's output: rank 1, double, in [0, 1]. Of one target of several: `probability_<target>_<class>`. */
export function probabilityOutput(label: ClassLabel, target?: string): string {
  return `${named("probability", target)}_${String(label)}`;
}

/** What the truth lies below with the probability `level`: `value_p95`; rank 1, double, in target units. */
export function quantileOutput(level: number, target?: string): string {
  return `${named(VALUE_OUTPUT, target)}_${quantileName(level)}`;
}

/** `p95`: the level in percent. */
function quantileName(level: number): string {
  return `p${Math.round(level * 100)}`;
}

function named(output: string, target: string | undefined): string {
  return target === undefined ? output : `${output}_${target}`;
}

/** The names of a model's outputs, in order. */
export function outputNames(target: TargetSchema): string[] {
  return target.kind === "values"
    ? [VALUE_OUTPUT]
    : [LABEL_OUTPUT, ...target.classes.map((label) => probabilityOutput(label))];
}
