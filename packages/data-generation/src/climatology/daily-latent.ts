import { type RandomKey, randomStream, splitKey } from "@mlops/core";

const MEMORY_DAYS = 14;

/**
 * A stationary sequence of standard normal values, one a day, whose neighbours are alike as in an autoregressive
 * process of first order with coefficient `persistence`. A day is a weighted sum of independent draws of that day and
 * the fourteen before, each from its own key: any day can be had without any other, and never depends on where a
 * request begins.
 */
export function dailyLatent(key: RandomKey, persistence: number): (day: number) => number {
  const weights = Array.from({ length: MEMORY_DAYS + 1 }, (_, lag) => persistence ** lag);
  const size = Math.hypot(...weights);
  const draws = new Map<number, number>();
  const draw = (day: number): number => {
    const known = draws.get(day);
    if (known !== undefined) return known;
    const value = randomStream(splitKey(key, day)).normal();
    draws.set(day, value);
    return value;
  };
  return (day) => weights.reduce((sum, weight, lag) => sum + weight * draw(day - lag), 0) / size;
}

/** The value at a time in days, straight between the middles of the days. */
export function betweenDays(latent: (day: number) => number, days: number): number {
  const place = days - 0.5;
  const before = Math.floor(place);
  return latent(before) + (place - before) * (latent(before + 1) - latent(before));
}

/**
 * Probability that a standard normal value is below `x`: Abramowitz and Stegun, Handbook of Mathematical Functions,
 * 7.1.26; absolute error below 1.5e-7.
 */
export function normalProbability(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const erf = 1 - series * Math.exp(-z * z);
  return x < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}
