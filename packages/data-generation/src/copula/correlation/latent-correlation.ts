import { normalCdf, normalQuantile } from "../../distributions/special/normal.ts";
import type { ScoreShape } from "./score-shape.ts";

/** Correlations of the normal scores stay this far from ±1: nearly all columns that are equal but for rounding. */
const HIGHEST = 0.9995;
/** Beyond it the series of two discrete columns converges too slowly. */
const SERIES_UP_TO = 0.85;
const BISECTIONS = 40;
const NODES = 160;

/**
 * The correlation of two normal scores that gives the observed covariance of what is seen of them. Values that many rows
 * share (categories, zeros) weaken a covariance; Mehler's series Cov(s, t) = Σ sₖ·tₖ·ρᵏ undoes that (Kendall and Stuart,
 * The Advanced Theory of Statistics 2, on the polychoric coefficient); where both columns are discrete and it converges
 * slowly, the covariance is integrated.
 */
export function latentCorrelation(first: ScoreShape, second: ScoreShape, covariance: number): number {
  const direct = Math.min(first.coefficients.length, second.coefficients.length) === 1;
  const solved = direct
    ? covariance / ((first.coefficients[0] ?? 1) * (second.coefficients[0] ?? 1))
    : bisect(covariance, (rho) => seriesCovariance(first, second, rho));
  const rho = clamp(solved);
  if (!first.discrete || !second.discrete || Math.abs(rho) < SERIES_UP_TO) return rho;
  const sparse = first.atoms.length <= second.atoms.length ? first : second;
  const other = sparse === first ? second : first;
  return clamp(bisect(covariance, (each) => integratedCovariance(other, sparse, each)));
}

function clamp(rho: number): number {
  return Number.isFinite(rho) ? Math.max(-HIGHEST, Math.min(HIGHEST, rho)) : 0;
}

/** Both covariances ascend with the correlation. */
function bisect(wanted: number, covarianceAt: (rho: number) => number): number {
  let [low, high] = [-1, 1];
  for (let round = 0; round < BISECTIONS; round += 1) {
    const middle = (low + high) / 2;
    if (covarianceAt(middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function seriesCovariance({ coefficients: a }: ScoreShape, { coefficients: b }: ScoreShape, rho: number): number {
  let sum = 0;
  for (let k = Math.min(a.length, b.length) - 1; k >= 0; k -= 1) sum = (sum + (a[k] ?? 0) * (b[k] ?? 0)) * rho;
  return sum;
}

/** ∫ s(z)·E[t | z]·φ(z), at equally probable z. */
function integratedCovariance(outer: ScoreShape, inner: ScoreShape, rho: number): number {
  const spread = Math.sqrt(Math.max(1e-9, 1 - rho * rho));
  let sum = 0;
  let level = 0;
  for (let node = 0; node < NODES; node += 1) {
    const z = normalQuantile((node + 0.5) / NODES);
    while (level < outer.atoms.length - 1 && z >= (outer.atoms[level]?.to ?? 0)) level += 1;
    let mean = 0;
    let below = 0;
    for (const { to, score } of inner.atoms) {
      const at = Number.isFinite(to) ? normalCdf((to - rho * z) / spread) : 1;
      mean += score * (at - below);
      below = at;
    }
    sum += (outer.atoms[level]?.score ?? 0) * mean;
  }
  return sum / NODES;
}
