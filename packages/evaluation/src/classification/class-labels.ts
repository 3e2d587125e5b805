import { compareCodePoints, MlopsError } from "@mlops/core";

/** What a class is called in the data. */
export type ClassLabel = string | number | boolean;

/** Labels as codes: row i is of class `classes[codes[i]]`. */
export interface EncodedLabels {
  readonly classes: readonly ClassLabel[];
  readonly codes: Int32Array;
}

/**
 * The distinct labels in scikit-learn's order (that of `numpy.unique`): numbers ascending, false before true, strings by
 * code point.
 *
 * @throws MlopsError EVALUATION_CLASSES_INVALID for labels of mixed types and for NaN or infinite numbers.
 */
export function sortClasses(labels: Iterable<ClassLabel>): readonly ClassLabel[] {
  const distinct = [...new Set(labels)];
  const types = new Set(distinct.map((label) => typeof label));
  if (types.size > 1) throw invalid(`Class labels are of mixed types: ${[...types].toSorted().join(" and ")}.`);
  const odd = distinct.find((label) => typeof label === "number" && !Number.isFinite(label));
  if (odd !== undefined) throw invalid(`A class label is ${odd}, not a finite number.`);
  return distinct.toSorted(compareLabels);
}

/**
 * Codes for labels. Labels that `classes` does not hold are an error; without it the classes are those that occur.
 *
 * @throws MlopsError EVALUATION_CLASSES_INVALID
 */
export function encodeLabels(
  labels: readonly ClassLabel[],
  classes: readonly ClassLabel[] = sortClasses(labels),
): EncodedLabels {
  const codeOf = new Map(classes.map((label, code) => [label, code]));
  const codes = Int32Array.from(labels, (label, row) => {
    const code = codeOf.get(label);
    if (code !== undefined) return code;
    throw invalid(`Row ${row} is of class ${JSON.stringify(label)}, which is none of ${JSON.stringify(classes)}.`);
  });
  return { classes, codes };
}

/**
 * The code of the positive class: the one named, else the last of two.
 *
 * @throws MlopsError EVALUATION_CLASSES_INVALID where the named class does not exist, or none is named and there are not two.
 */
export function positiveCode(classes: readonly ClassLabel[], positiveClass?: ClassLabel): number {
  if (positiveClass === undefined) {
    if (classes.length === 2) return 1;
    throw invalid(`One of ${classes.length} classes has to be named as the positive one: ${JSON.stringify(classes)}.`);
  }
  const code = classes.indexOf(positiveClass);
  if (code >= 0) return code;
  throw invalid(`There is no class ${JSON.stringify(positiveClass)}; there are ${JSON.stringify(classes)}.`);
}

function compareLabels(a: ClassLabel, b: ClassLabel): number {
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b);
  return Number(a) - Number(b);
}

function invalid(message: string): MlopsError {
  return new MlopsError("EVALUATION_CLASSES_INVALID", message);
}
