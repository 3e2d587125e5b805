import { normalCdf, normalDensity } from "../../distributions/special/normal.ts";

/** An interval of the normal score whose every z has one observed score. */
export interface Atom {
  readonly from: number;
  readonly to: number;
  readonly score: number;
}

/** How the observed score of a column follows from its normal score: constant on atoms, the same elsewhere. */
export interface ScoreShape {
  readonly atoms: readonly Atom[];
  /** Atoms cover all scores. */
  readonly discrete: boolean;
  /** Coefficients of normalised Hermite polynomials 1, 2, …; of a shape without atoms 1, 0, 0, … */
  readonly coefficients: Float64Array;
  /** E[s²]. */
  readonly variance: number;
}

const TERMS = 24;

export const continuousShape: ScoreShape = {
  atoms: [],
  discrete: false,
  coefficients: Float64Array.of(1),
  variance: 1,
};

/** @param discrete whether the atoms cover all scores */
export function shapeOf(atoms: readonly Atom[], discrete: boolean): ScoreShape {
  if (atoms.length === 0) return continuousShape;
  const coefficients = new Float64Array(TERMS);
  coefficients[0] = 1;
  let variance = 1;
  for (const { from, to, score } of atoms) {
    const integrals = intervalIntegrals(from, to);
    for (let k = 1; k <= TERMS; k += 1) {
      // ∫ z·h_k·φ by the recurrence z·h_k = √(k+1)·h_{k+1} + √k·h_{k−1}.
      const withZ = Math.sqrt(k + 1) * (integrals[k + 1] ?? 0) + Math.sqrt(k) * (integrals[k - 1] ?? 0);
      coefficients[k - 1] = (coefficients[k - 1] ?? 0) - (withZ - score * (integrals[k] ?? 0));
    }
    const mass = integrals[0] ?? 0;
    const squares = mass + edge(from) - edge(to);
    variance += mass * score * score - squares;
  }
  return { atoms, discrete, coefficients, variance: Math.max(variance, 1e-12) };
}

/** z·φ(z), which is 0 at infinity. */
function edge(z: number): number {
  return Number.isFinite(z) ? z * normalDensity(z) : 0;
}

/** ∫ h_k·φ over an interval for k = 0 … TERMS + 1, h_k being Hermite's polynomials over √k!. */
function intervalIntegrals(from: number, to: number): Float64Array {
  const [low, high] = [weighted(from), weighted(to)];
  const integrals = new Float64Array(TERMS + 2);
  integrals[0] = normalCdf(to) - normalCdf(from);
  for (let k = 1; k < integrals.length; k += 1) integrals[k] = ((low[k - 1] ?? 0) - (high[k - 1] ?? 0)) / Math.sqrt(k);
  return integrals;
}

/** h_k(z)·φ(z) for k = 0 … TERMS. */
function weighted(z: number): Float64Array {
  const values = new Float64Array(TERMS + 1);
  if (!Number.isFinite(z)) return values;
  values[0] = normalDensity(z);
  values[1] = z * (values[0] ?? 0);
  for (let k = 1; k < TERMS; k += 1) {
    values[k + 1] = (z * (values[k] ?? 0) - Math.sqrt(k) * (values[k - 1] ?? 0)) / Math.sqrt(k + 1);
  }
  return values;
}
