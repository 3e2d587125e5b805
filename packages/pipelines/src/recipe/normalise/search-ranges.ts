import type { JsonValue } from "@mlops/core";

import type { EstimatorSpec, SearchRange } from "../recipe.ts";
import {
  type EstimatorInputV1,
  type HyperparametersInputV1,
  rangeV1,
  type RangeInputV1,
  withBounds,
} from "../schema/search-space-schema.ts";
import { defined } from "./defined.ts";

/** Either spelling of a range as the internal one. The schema has seen to it that the bounds are there. */
export function searchRange(written: Parameters<typeof withBounds>[0]): SearchRange {
  const range = withBounds(written);
  if (range.type === "categorical") return { kind: "categorical", choices: range.choices ?? [] };
  const { low = 0, high = 0, log = false, step } = range;
  return { kind: range.type === "int" ? "integer" : "float", low, high, log, ...defined({ step }) };
}

/** Layout v1 mixes fixed values, ranges and nested estimators in one map. */
export function estimatorOfV1(input: EstimatorInputV1): EstimatorSpec {
  return { ...defined({ classPath: input.class_path }), ...parametersOfV1(input.hyperparameters ?? {}) };
}

function parametersOfV1({ estimator, estimators, ...rest }: HyperparametersInputV1): Omit<EstimatorSpec, "classPath"> {
  const values: Record<string, JsonValue> = {};
  const space: Record<string, SearchRange> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (isRange(value)) space[name] = searchRange(value);
    else values[name] = value as JsonValue;
  }
  return {
    values,
    space,
    ...defined({
      estimator: estimator && estimatorOfV1(estimator),
      estimators: estimators?.map((named) => ({ name: named.name, estimator: estimatorOfV1(named.estimator) })),
    }),
  };
}

function isRange(value: unknown): value is RangeInputV1 {
  return rangeV1.safeParse(value).success;
}
