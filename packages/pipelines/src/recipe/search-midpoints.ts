import type { JsonValue } from "@mlops/core";

import type { EstimatorSpec, SearchRange } from "./recipe.ts";

export interface FixedRanges<Spec extends EstimatorSpec> {
  /** Without ranges: each became a value, in estimators inside estimators too. */
  readonly model: Spec;
  /** One sentence that says which value was taken of which range; none where there was no range. */
  readonly warnings: readonly string[];
}

/**
 * A model whose ranges are fixed at their middle, for training without a search: the arithmetic middle, the geometric one
 * of a logarithmic range, the nearest step, the first of choices.
 */
export function withMidpoints<Spec extends EstimatorSpec>(model: Spec): FixedRanges<Spec> {
  const taken: string[] = [];
  const fixed = fixRanges(model, "", taken);
  const warnings =
    taken.length === 0
      ? []
      : [`Nothing is searched: each range takes its middle, or its first choice (${taken.join(", ")}).`];
  return { model: fixed, warnings };
}

function fixRanges<Spec extends EstimatorSpec>(model: Spec, prefix: string, taken: string[]): Spec {
  const values: Record<string, JsonValue> = { ...model.values };
  for (const [name, range] of Object.entries(model.space)) {
    const value = middleOf(range);
    values[name] = value;
    taken.push(`${prefix}${name} ${JSON.stringify(value)} of ${rangeText(range)}`);
  }
  const { estimator, estimators } = model;
  return {
    ...model,
    values,
    space: {},
    ...(estimator && { estimator: fixRanges(estimator, `${prefix}estimator.`, taken) }),
    ...(estimators && {
      estimators: estimators.map((named) => ({
        name: named.name,
        estimator: fixRanges(named.estimator, `${prefix}${named.name}.`, taken),
      })),
    }),
  };
}

function middleOf(range: SearchRange): JsonValue {
  if (range.kind === "categorical") return range.choices[0] ?? null;
  const { low, high, log, step } = range;
  const middle = log ? Math.sqrt(low * high) : (low + high) / 2;
  const stepped = step === undefined ? middle : low + Math.floor((middle - low) / step) * step;
  // Twelve digits, so that 0.01 to 0.3 is 0.155 and not its neighbour.
  return range.kind === "integer" ? Math.floor(stepped) : Number(stepped.toPrecision(12));
}

function rangeText(range: SearchRange): string {
  return range.kind === "categorical" ? JSON.stringify(range.choices) : `${range.low} … ${range.high}`;
}
