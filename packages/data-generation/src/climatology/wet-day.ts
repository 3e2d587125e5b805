import { type RandomKey, randomStream, splitKey } from "@mlops/core";

const LONGEST_SPELL_HOURS = 12;

/**
 * Millimetres in each of the 24 hours of a day with precipitation: an exponential amount of the given mean, in one
 * spell of 1 to 12 hours within the day. The hours are rounded to 0.1 mm so that their sum is the rounded amount, at
 * least 0.1 mm.
 */
export function wetDayHours(key: RandomKey, day: number, meanMillimetres: number): number[] {
  const stream = randomStream(splitKey(key, "spell", day));
  const amount = Math.max(0.1, -Math.log(1 - stream.uniform()) * meanMillimetres);
  const length = 1 + stream.integer(LONGEST_SPELL_HOURS);
  const start = stream.integer(24 - length + 1);
  const weights = Array.from({ length }, () => -Math.log(1 - stream.uniform()));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const hours = Array.from({ length: 24 }, () => 0);
  let fallen = 0;
  let shown = 0;
  weights.forEach((weight, index) => {
    fallen += (amount * weight) / total;
    const tenths = Math.round(fallen * 10);
    hours[start + index] = (tenths - shown) / 10;
    shown = tenths;
  });
  return hours;
}
