import type { Feature, TrainingPart } from "@mlops/core";

/** Values of a regression; codes of classes. */
export function targetNumbers({ target }: TrainingPart): Float64Array {
  return target.kind === "values" ? target.values : Float64Array.from(target.codes);
}

/** The features of the rows at the given positions. */
export function takeRows(features: readonly Feature[], rows: ArrayLike<number>): Feature[] {
  return features.map((feature) =>
    feature.kind === "numeric"
      ? { ...feature, values: takeNumbers(feature.values, rows) }
      : { ...feature, codes: Int32Array.from(rows, (row) => feature.codes[row] ?? -1) },
  );
}

export function takeNumbers(values: Float64Array, rows: ArrayLike<number>): Float64Array {
  const taken = new Float64Array(rows.length);
  for (let at = 0; at < taken.length; at++) taken[at] = values[rows[at] ?? -1] ?? NaN;
  return taken;
}
