import type { JsonValue } from "@mlops/core";
import { metricBySpelling } from "@mlops/evaluation";

export interface ComparedMetric {
  readonly name: string;
  /** Undefined for a metric that the catalogue does not have: nothing says which end is good. */
  readonly better: "higher" | "lower" | undefined;
  /** One for each thing compared, in their order; null where it has no value. */
  readonly values: readonly (number | null)[];
  /** Positions of the best value, several where they tie; empty where fewer than two have one, or all are equal. */
  readonly best: readonly number[];
}

/** Something that is not the same for all. */
export interface Difference {
  /** `seed`, `label.estimator`, `input.estimator.options.C`. */
  readonly name: string;
  /** One for each thing compared; undefined where it does not have it. */
  readonly values: readonly (JsonValue | undefined)[];
}

/** Whether all have one value: null where it is not recorded for each. */
export type Sameness = boolean | null;

/** Marks the best of each metric by the direction that the metric catalogue gives it. */
export function comparedMetrics(
  metrics: readonly Readonly<Record<string, number | null>>[],
): readonly ComparedMetric[] {
  const names = [...new Set(metrics.flatMap((each) => Object.keys(each)))];
  return names.map((name) => {
    const values = metrics.map((each) => each[name] ?? null);
    const direction = metricBySpelling(name)?.direction;
    const better = direction === undefined ? undefined : direction === "maximize" ? "higher" : "lower";
    return { name, better, values, best: bestOf(values, better) };
  });
}

function bestOf(values: readonly (number | null)[], better: ComparedMetric["better"]): readonly number[] {
  const known = values.filter((value) => value !== null);
  if (better === undefined || known.length < 2 || new Set(known).size < 2) return [];
  const best = better === "higher" ? Math.max(...known) : Math.min(...known);
  return values.flatMap((value, index) => (value === best ? [index] : []));
}

export function differencesOf(facts: readonly ReadonlyMap<string, JsonValue>[]): readonly Difference[] {
  const names = [...new Set(facts.flatMap((each) => [...each.keys()]))];
  return names
    .map((name) => ({ name, values: facts.map((each) => each.get(name)) }))
    .filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1);
}

export function sameness(values: readonly (string | undefined)[]): Sameness {
  if (values.includes(undefined)) return null;
  return new Set(values).size === 1;
}
