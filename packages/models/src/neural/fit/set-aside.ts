import { type Feature, type RandomKey, randomStream, type TrainingPart } from "@mlops/core";

import { rowsOf } from "../../estimator/rows-of.ts";

/** Rows to learn from, and a share of them, drawn at random, to stop by. */
export function setAside(part: TrainingPart, fraction: number, key: RandomKey) {
  const rows = rowsOf(part.features);
  const order = randomStream(key).shuffle(Array.from({ length: rows }, (_, row) => row));
  const count = Math.floor(rows * fraction);
  const [held, kept] = [order.slice(0, count).toSorted(byNumber), order.slice(count).toSorted(byNumber)];
  if (count === 0) return { train: part, validation: undefined };
  return { train: takeRows(part, kept), validation: takeRows(part, held) };
}

const byNumber = (a: number, b: number): number => a - b;

function takeRows({ features, target, weights }: TrainingPart, rows: readonly number[]): TrainingPart {
  const numbers = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
  const codes = (values: Int32Array) => Int32Array.from(rows, (row) => values[row] ?? -1);
  return {
    features: features.map((feature): Feature =>
      feature.kind === "numeric"
        ? { ...feature, values: numbers(feature.values) }
        : { ...feature, codes: codes(feature.codes) },
    ),
    target:
      target.kind === "values"
        ? { kind: "values", values: numbers(target.values) }
        : { ...target, codes: codes(target.codes) },
    ...(weights && { weights: numbers(weights) }),
  };
}
