import { MlopsError, type Target, type TrainingPart } from "@mlops/core";

import { type ClassWeights, rowWeights as classRowWeights } from "../../estimator/class-weights.ts";
import { momentsOf } from "../column-plan.ts";
import type { NeuralTarget } from "../neural-state.ts";
import type { RowInput } from "../training/step-graph.ts";
import type { RowData } from "../training/training-session.ts";

/** @throws MlopsError MODEL_FIT_INVALID for a target of one class */
export function neuralTarget(target: Target): NeuralTarget {
  if (target.kind === "values") return { kind: "values", ...momentsOf(target) };
  const { classes } = target;
  if (classes.length < 2) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      `The target has one class only, ${JSON.stringify(classes[0])}: there is nothing to tell apart.`,
    );
  }
  return { kind: "classes", classes: [...classes] };
}

export function targetInput({ kind }: NeuralTarget): RowInput {
  return kind === "classes"
    ? { name: "classes", type: "int32", columns: null }
    : { name: "values", type: "float", columns: null };
}

export function targetData(target: Target, plan: NeuralTarget): RowData {
  if (target.kind === "classes") return { classes: target.codes };
  if (plan.kind !== "values") throw new TypeError("the target is of another kind than the model's");
  return { values: Float32Array.from(target.values, (value) => (value - plan.mean) / plan.scale) };
}

/** The weights of a validation part: each class weighs there what it weighs in training. */
export function validationWeights(train: TrainingPart, validation: TrainingPart, chosen: ClassWeights): Float64Array {
  const { target } = validation;
  if (target.kind === "values" || train.target.kind === "values") return rowWeights(target, validation.weights, null);
  const ofClass = new Map<number, number>();
  const weighted = rowWeights(train.target, train.weights, chosen);
  train.target.codes.forEach((code, row) => {
    const own = train.weights?.[row] ?? 1;
    if (own > 0) ofClass.set(code, (weighted[row] ?? 0) / own);
  });
  return Float64Array.from(target.codes, (code, row) => (ofClass.get(code) ?? 1) * (validation.weights?.[row] ?? 1));
}

/** One per row: its sample weight, of a classification times its class's weight. */
export function rowWeights(target: Target, weights: Float64Array | undefined, chosen: ClassWeights): Float64Array {
  if (target.kind === "classes") return classRowWeights(target, chosen, weights);
  return weights ?? new Float64Array(target.values.length).fill(1);
}
