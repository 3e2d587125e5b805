import type { Feature, NumericFeature } from "@mlops/core";

import type { NetworkColumns } from "./network.ts";

/** How features become the matrices of a network; learnt from the training part. Plain JSON. */
export interface ColumnPlan {
  /** A number x goes in as (x − mean) / scale, within ±`LARGEST`. */
  readonly numeric: readonly { readonly feature: number; readonly mean: number; readonly scale: number }[];
  /** Whether missing numbers are told apart from the mean: where the training part had some. */
  readonly hasMissing: boolean;
  readonly categorical: readonly { readonly feature: number; readonly categories: number }[];
  /** Columns equal to another on every row of the training part: they say nothing of their own and are left out. */
  readonly merged: readonly { readonly name: string; readonly into: string }[];
}

/** Standardised numbers beyond it are set to it: far outside of anything learnt, and within 32-bit floats. */
export const LARGEST = 1e6;

export function planColumns(features: readonly Feature[]): ColumnPlan {
  const firsts = new Map<string, Feature[]>();
  const merged: { name: string; into: string }[] = [];
  const numeric: { feature: number; mean: number; scale: number }[] = [];
  const categorical: { feature: number; categories: number }[] = [];
  let hasMissing = false;
  features.forEach((feature, index) => {
    const alike = firsts.get(fingerprint(feature)) ?? [];
    const twin = alike.find((other) => isEqual(other, feature));
    if (twin) {
      merged.push({ name: feature.name, into: twin.name });
      return;
    }
    firsts.set(fingerprint(feature), [...alike, feature]);
    if (feature.kind === "numeric") {
      numeric.push({ feature: index, ...momentsOf(feature) });
      hasMissing ||= feature.values.some(Number.isNaN);
    } else categorical.push({ feature: index, categories: feature.categories.length });
  });
  return { numeric, hasMissing, categorical, merged };
}

export function networkColumns({ numeric, hasMissing, categorical }: ColumnPlan): NetworkColumns {
  return { numeric: numeric.length, hasMissing, categories: categorical.map(({ categories }) => categories) };
}

/** The matrices of a network's inputs, row-major; absent where there are no such columns. */
export interface ColumnMatrices {
  readonly numeric?: Float32Array<ArrayBuffer>;
  readonly missing?: Float32Array<ArrayBuffer>;
  readonly codes?: Int32Array<ArrayBuffer>;
}

export function columnMatrices(features: readonly Feature[], plan: ColumnPlan, rows: number): ColumnMatrices {
  const { numeric, categorical, hasMissing } = plan;
  const numbers = new Float32Array(rows * numeric.length);
  const missing = new Float32Array(hasMissing ? rows * numeric.length : 0);
  numeric.forEach(({ feature, mean, scale }, column) => {
    const { values } = features[feature] as NumericFeature;
    for (let row = 0; row < rows; row++) {
      const value = values[row] ?? Number.NaN;
      const at = row * numeric.length + column;
      if (Number.isNaN(value)) {
        if (hasMissing) missing[at] = 1;
      } else numbers[at] = Math.min(LARGEST, Math.max(-LARGEST, (value - mean) / scale));
    }
  });
  const codes = new Int32Array(rows * categorical.length);
  categorical.forEach(({ feature }, column) => {
    const given = features[feature];
    if (given?.kind !== "categorical") return;
    for (let row = 0; row < rows; row++) codes[row * categorical.length + column] = (given.codes[row] ?? -1) + 1;
  });
  return {
    ...(numeric.length > 0 && { numeric: numbers, ...(hasMissing && { missing }) }),
    ...(categorical.length > 0 && { codes }),
  };
}

/** Of the values that are there; the scale of a constant is 1. */
export function momentsOf({ values }: Pick<NumericFeature, "values">): { mean: number; scale: number } {
  const present = values.filter((value) => !Number.isNaN(value));
  if (present.length === 0) return { mean: 0, scale: 1 };
  const mean = present.reduce((sum, value) => sum + value / present.length, 0);
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2 / present.length, 0);
  const scale = Math.sqrt(variance);
  // What is left of a constant by rounding is no spread.
  return { mean, scale: scale > 1e-12 * Math.abs(mean) ? scale : 1 };
}

function fingerprint(feature: Feature): string {
  const values: ArrayLike<number> = feature.kind === "numeric" ? feature.values : feature.codes;
  const some = Array.from({ length: Math.min(16, values.length) }, (_, at) => values[(at * 7919) % values.length]);
  return `${feature.kind} ${feature.kind === "categorical" ? feature.categories.length : ""} ${some.join(" ")}`;
}

/** Equal row by row; categories by position, since null flags of two columns are named alike or not at all. */
function isEqual(one: Feature, other: Feature): boolean {
  if (one.kind === "numeric" && other.kind === "numeric") {
    return one.values.every((value, row) => Object.is(value, other.values[row]) || value === other.values[row]);
  }
  if (one.kind !== "categorical" || other.kind !== "categorical") return false;
  if (one.categories.length !== other.categories.length) return false;
  return one.codes.every((code, row) => code === other.codes[row]);
}
