/**
 * exp in single precision: x = n ln 2 + r with |r| ≤ ln 2 / 2, ln 2 in two parts so that r is exact, and a polynomial for
 * exp r (Cephes, expf; relative error 2e-7). Shared by the kernels and their plain twin, which have to agree to the bit.
 */
export const LOG2_E = Math.LOG2E;
export const LN2_HIGH = 0.693359375;
export const LN2_LOW = -2.1219444e-4;
/** From the highest power down to r²; r and 1 have the coefficient 1. */
export const expCoefficients: readonly number[] = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
];

const { fround } = Math;
const [log2e, high, low] = [LOG2_E, LN2_HIGH, LN2_LOW].map(fround) as [number, number, number];
const coefficients = Float32Array.from(expCoefficients);

/** `value` is a single-precision number; every step rounds to single precision. */
export function expSingle(value: number): number {
  const x = Math.max(Math.min(value, 87), -87);
  const power = nearestEven(fround(x * log2e));
  const r = fround(fround(x - fround(power * high)) - fround(power * low));
  let p = coefficients[0] ?? 0;
  for (let index = 1; index < coefficients.length; index++) p = fround(fround(p * r) + (coefficients[index] ?? 0));
  p = fround(fround(fround(p * fround(r * r)) + r) + 1);
  return fround(p * 2 ** power);
}

/** Halves go to the even neighbour, as IEEE 754's default rounding has it. */
function nearestEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
