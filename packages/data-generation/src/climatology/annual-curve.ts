/** Where in the year a local time is: month from 1, and the part of the month that has passed, 0 to 1. */
export interface SeasonalPosition {
  readonly month: number;
  readonly fraction: number;
}

/**
 * A curve through the year without jumps at the ends of months, whose mean over each month is that month's value.
 *
 * It is straight between the middles of months. A straight line has the mean (previous + 6 · own + next) / 8 over a
 * month, so that the values in the middles are found by correcting until these means agree.
 *
 * @param monthly twelve values, January first
 */
export function annualCurve(monthly: readonly number[]): (position: SeasonalPosition) => number {
  const middles = [...monthly];
  const at = (index: number): number => middles[(index + 12) % 12] ?? Number.NaN;
  for (let round = 0; round < 40; round++) {
    const errors = monthly.map((value, index) => value - (at(index - 1) + 6 * at(index) + at(index + 1)) / 8);
    errors.forEach((error, index) => (middles[index] = at(index) + error));
  }
  return ({ month, fraction }) => {
    const place = month - 1 + fraction - 0.5;
    const before = Math.floor(place);
    return at(before) + (place - before) * (at(before + 1) - at(before));
  };
}
