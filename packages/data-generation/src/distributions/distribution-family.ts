/** What a family is fitted to: finite numbers in ascending order that are not all equal. */
export interface SortedSample {
  readonly values: Float64Array;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  /** Divided by n. */
  readonly variance: number;
}

export type Parameters = Readonly<Record<string, number>>;

/** Distributions of one kind. Pure; parameters are plain numbers by name. */
export interface DistributionFamily {
  /** Undefined where the sample cannot come from the family. */
  fit(sample: SortedSample): Parameters | undefined;
  /** Distribution function: P(X ≤ x). */
  cdf(x: number, parameters: Parameters): number;
}

/** @param values ascending and finite, at least two different ones */
export function sortedSample(values: Float64Array): SortedSample {
  const [low = 0] = values;
  const high = values.at(-1) ?? 0;
  let sum = 0;
  for (const value of values) sum += value - low;
  const mean = low + sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { values, low, high, mean, variance: squares / values.length };
}

/** The parameter of a name; a model without it is damaged. */
export function parameter(parameters: Parameters, name: string): number {
  const value = parameters[name];
  if (value === undefined) throw new TypeError(`a distribution lacks its parameter ${name}`);
  return value;
}

/** How far outside the data the support of a bounded family begins, as a share of their range. */
export const SUPPORT_MARGIN = 1e-3;
