import { compareCodePoints, type ClassLabel, type ClassTarget, MlopsError } from "@mlops/core";

/**
 * Labels, one per row, as a target: classes sorted as scikit-learn sorts them (numbers by size, texts by code point, false
 * before true), so that of two the last is the positive one by custom.
 *
 * @throws MlopsError MODEL_FIT_INVALID for labels of several types, or a number that is not finite
 */
export function classTarget(labels: readonly ClassLabel[]): ClassTarget {
  const types = new Set(labels.map((label) => typeof label));
  if (types.size > 1) {
    throw new MlopsError("MODEL_FIT_INVALID", `The labels are of several types: ${[...types].join(", ")}.`);
  }
  const strange = labels.findIndex((label) => typeof label === "number" && !Number.isFinite(label));
  if (strange >= 0) {
    throw new MlopsError("MODEL_FIT_INVALID", `The label is ${String(labels[strange])} in row ${strange}.`);
  }
  const classes = [...new Set(labels)].toSorted(compareLabels);
  const codes = new Map(classes.map((label, code) => [label, code]));
  return { kind: "classes", classes, codes: Int32Array.from(labels, (label) => codes.get(label) ?? -1) };
}

function compareLabels(a: ClassLabel, b: ClassLabel): number {
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b);
  return Number(a) - Number(b);
}
