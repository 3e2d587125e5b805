import type { DistributionFamily, Parameters, SortedSample } from "./distribution-family.ts";
import { families, type FamilyName } from "./families.ts";

export interface FittedFamily {
  readonly distribution: FamilyName;
  readonly parameters: Parameters;
  /** Kolmogorov–Smirnov distance from the sample, 0 to 1. */
  readonly ks: number;
}

/** Points of the sample at which distances are taken. */
const POINTS = 2000;

/** One family, fitted; undefined where the sample cannot come from it. */
export function fitFamily(name: FamilyName, sample: SortedSample): FittedFamily | undefined {
  const family = families[name];
  const parameters = family.fit(sample);
  if (parameters === undefined || !Object.values(parameters).every(Number.isFinite)) return undefined;
  const ks = distanceOf(family, parameters, sample);
  return Number.isFinite(ks) ? { distribution: name, parameters, ks } : undefined;
}

/** The family whose distribution function, cut to the range of the data, is closest to that of the sample. */
export function closestFamily(sample: SortedSample): FittedFamily | undefined {
  let closest: FittedFamily | undefined;
  for (const name of Object.keys(families) as FamilyName[]) {
    const fitted = fitFamily(name, sample);
    if (fitted !== undefined && (closest === undefined || fitted.ks < closest.ks)) closest = fitted;
  }
  return closest;
}

/** A distribution function cut to a range, which is where values are drawn from. */
export function truncatedCdf(
  family: DistributionFamily,
  parameters: Parameters,
  low: number,
  high: number,
): (x: number) => number {
  const below = family.cdf(low, parameters);
  const mass = family.cdf(high, parameters) - below;
  return (x) => Math.min(1, Math.max(0, (family.cdf(x, parameters) - below) / mass));
}

function distanceOf(family: DistributionFamily, parameters: Parameters, { values, low, high }: SortedSample): number {
  const cdf = truncatedCdf(family, parameters, low, high);
  const step = Math.max(1, Math.floor(values.length / POINTS));
  let largest = 0;
  for (let index = 0; index < values.length;) {
    const value = values[index] ?? 0;
    const at = cdf(value);
    if (Number.isNaN(at)) return Number.NaN;
    // Of equal values, the first says how many lie below, the last how many do not lie above.
    let first = index;
    while (first > 0 && values[first - 1] === value) first -= 1;
    let after = index + 1;
    while (after < values.length && values[after] === value) after += 1;
    largest = Math.max(largest, after / values.length - at, at - first / values.length);
    index = Math.max(index + step, after);
  }
  return largest;
}
