/** The number with so many significant digits that is not above it. */
export function roundedDown(value: number, digits: number): number {
  return rounded(value, digits, Math.floor);
}

/** The number with so many significant digits that is not below it. */
export function roundedUp(value: number, digits: number): number {
  return rounded(value, digits, Math.ceil);
}

function rounded(value: number, digits: number, towards: (x: number) => number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const exponent = Math.floor(Math.log10(Math.abs(value))) - digits + 1;
  // Through decimal text: powers of ten are not exact in binary, and 0.1 × 3 would be written 0.30000000000000004.
  const scaled = Number(`${value}e${-exponent}`);
  const result = Number.isNaN(scaled) ? value : Number(`${towards(scaled)}e${exponent}`);
  const isOutward = towards(0.5) === 0 ? result <= value : result >= value;
  return Number.isFinite(result) && isOutward ? result : value;
}
