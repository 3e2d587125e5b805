import { MlopsError, type Target } from "@mlops/core";

/** A number per training row that encoders average, and the end of the name of the column that holds the averages. */
export interface TargetSeries {
  readonly suffix: string;
  readonly values: Float64Array;
}

/**
 * Values as they are; of two classes 1 for the last in sorted order; of more, one series for each class.
 *
 * @throws MlopsError PREPROCESSING_FIT_INVALID without a single target
 */
export function targetSeries(target: Target | undefined, step: string): TargetSeries[] {
  if (target === undefined) {
    throw new MlopsError(
      "PREPROCESSING_FIT_INVALID",
      `${step} learns from the target, and there is no single target column.`,
      { hint: "Name one target, or use an encoder that needs none." },
    );
  }
  if (target.kind === "values") return [{ suffix: "", values: target.values }];
  const flags = (wanted: number): Float64Array => Float64Array.from(target.codes, (code) => Number(code === wanted));
  if (target.classes.length <= 2) return [{ suffix: "", values: flags(target.classes.length - 1) }];
  return target.classes.map((each, code) => ({ suffix: `_${String(each)}`, values: flags(code) }));
}
