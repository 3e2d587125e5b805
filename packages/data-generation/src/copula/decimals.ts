const MOST_DECIMALS = 12;
const MOST_ZEROS = 6;

/**
 * The digits behind the point that numbers have, negative for zeros before it; null where they have more than twelve.
 *
 * @param values NaN is passed over
 */
export function decimalsOf(values: Float64Array): number | null {
  let decimals = -MOST_ZEROS;
  for (const value of values) {
    if (Number.isNaN(value) || value === 0) continue;
    while (!hasDecimals(value, decimals)) {
      decimals += 1;
      if (decimals > MOST_DECIMALS) return null;
    }
  }
  // Zeros in a column of few digits would be chance; whole numbers are whole.
  return decimals === -MOST_ZEROS ? 0 : decimals;
}

function hasDecimals(value: number, decimals: number): boolean {
  return roundTo(value, decimals) === value;
}

/** Rounds to digits behind the point, or before it where negative. */
export function roundTo(value: number, decimals: number): number {
  if (decimals <= 0) {
    const unit = 10 ** -decimals;
    return Math.round(value / unit) * unit;
  }
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}
