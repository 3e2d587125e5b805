import { type RandomKey, randomStream, splitKey } from "@mlops/core";

import { cholesky } from "./correlation/cholesky.ts";
import type { Matrix } from "./correlation/eigen.ts";
import { nearestCorrelation } from "./correlation/nearest-correlation.ts";
import { type Region, truncatedNormal } from "./truncated-normal.ts";

/** Sweeps of Gibbs sampling over several conditions at once; far beyond what a handful of scores needs to mix. */
const SWEEPS = 25;

/** Draws normal scores: one array a latent, of as many rows as are asked for. */
export type DrawScores = (key: RandomKey, count: number) => readonly Float64Array[];

/**
 * Draws of a multivariate normal of unit variances, some of whose components lie in given regions. One region is met by
 * inversion; several by Gibbs sampling among them; the other components then follow from these exactly, so that no row is
 * ever drawn in vain. Each component has a random stream of its own.
 */
export function scoreDrawer(correlations: Matrix, regions: ReadonlyMap<number, Region> = new Map()): DrawScores {
  const size = correlations.length;
  const fixed = [...regions.keys()];
  const free = Array.from({ length: size }, (_, index) => index).filter((index) => !regions.has(index));
  const order = [...fixed, ...free];
  const ordered = order.map((row) => Float64Array.from(order, (column) => correlations[row]?.[column] ?? 0));
  const factor = cholesky(ordered) ?? cholesky(nearestCorrelation(ordered).matrix);
  if (factor === undefined) throw new TypeError("a correlation matrix cannot be decomposed");
  const drawFixed = fixedDrawer(ordered, factor, fixed, regions);
  return (key, count) => {
    const noise = order.map((latent, place) =>
      place < fixed.length ? new Float64Array(count) : normals(splitKey(key, "score", latent), count),
    );
    drawFixed(key, count, noise);
    const scores: Float64Array[] = Array.from({ length: size }, () => new Float64Array(0));
    for (const [place, latent] of order.entries())
      scores[latent] = combined(factor[place] ?? new Float64Array(0), noise, place, count);
    return scores;
  };
}

function normals(key: RandomKey, count: number): Float64Array {
  const values = new Float64Array(count);
  randomStream(key).fillNormal(values);
  return values;
}

function combined(weights: Float64Array, noise: readonly Float64Array[], place: number, count: number): Float64Array {
  const score = new Float64Array(count);
  for (let from = 0; from <= place; from += 1) {
    const [weight = 0, values] = [weights[from], noise[from]];
    if (weight === 0 || values === undefined) continue;
    for (let row = 0; row < count; row += 1) score[row] = (score[row] ?? 0) + weight * (values[row] ?? 0);
  }
  return score;
}

/** Fills the noise of the conditioned components, which stand first. */
function fixedDrawer(
  ordered: Matrix,
  factor: Matrix,
  fixed: readonly number[],
  regions: ReadonlyMap<number, Region>,
): (key: RandomKey, count: number, noise: readonly Float64Array[]) => void {
  const wanted = fixed.map((latent) => regions.get(latent) ?? []);
  const given = fixed.map((_, place) => conditionalOn(ordered, fixed.length, place));
  return (key, count, noise) => {
    if (fixed.length === 0) return;
    const stream = randomStream(splitKey(key, "conditions"));
    const scores = new Float64Array(fixed.length);
    const own = new Float64Array(fixed.length);
    for (let row = 0; row < count; row += 1) {
      for (const [place, region] of wanted.entries()) {
        const weights = factor[place];
        let mean = 0;
        for (let from = 0; from < place; from += 1) mean += (weights?.[from] ?? 0) * (own[from] ?? 0);
        const sd = weights?.[place] ?? 1;
        scores[place] = truncatedNormal(region, mean, sd, stream.uniform());
        own[place] = ((scores[place] ?? 0) - mean) / sd;
      }
      if (fixed.length > 1) {
        for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
          for (const [place, { weights, sd }] of given.entries()) {
            let mean = 0;
            for (const [other, weight] of weights.entries()) mean += weight * (scores[other] ?? 0);
            scores[place] = truncatedNormal(wanted[place] ?? [], mean, sd, stream.uniform());
          }
        }
        solveNoise(factor, scores, own);
      }
      for (const [place, value] of own.entries()) {
        const target = noise[place];
        if (target) target[row] = value;
      }
    }
  };
}

/** The noise that gives these scores: forward substitution. */
function solveNoise(factor: Matrix, scores: Float64Array, noise: Float64Array): void {
  for (const [place, score] of scores.entries()) {
    const weights = factor[place];
    let rest = score;
    for (let from = 0; from < place; from += 1) rest -= (weights?.[from] ?? 0) * (noise[from] ?? 0);
    noise[place] = rest / (weights?.[place] ?? 1);
  }
}

/** Weights and standard deviation of one of the first components, given the others of them. */
function conditionalOn(
  ordered: Matrix,
  size: number,
  place: number,
): { readonly weights: Float64Array; readonly sd: number } {
  const others = Array.from({ length: size }, (_, index) => index).filter((index) => index !== place);
  const among = others.map((row) => Float64Array.from(others, (column) => ordered[row]?.[column] ?? 0));
  const to = Float64Array.from(others, (other) => ordered[place]?.[other] ?? 0);
  const solved = solve(among, to);
  const weights = new Float64Array(size);
  let explained = 0;
  for (const [index, other] of others.entries()) {
    weights[other] = solved[index] ?? 0;
    explained += (solved[index] ?? 0) * (to[index] ?? 0);
  }
  return { weights, sd: Math.sqrt(Math.max(1e-9, 1 - explained)) };
}

/** A⁻¹·b of a positive definite A. */
function solve(matrix: Matrix, right: Float64Array): Float64Array {
  const factor = cholesky(matrix) ?? cholesky(nearestCorrelation(matrix).matrix) ?? [];
  const forward = new Float64Array(right.length);
  solveNoise(factor, right, forward);
  const solved = new Float64Array(right.length);
  for (let row = right.length - 1; row >= 0; row -= 1) {
    let rest = forward[row] ?? 0;
    for (let below = row + 1; below < right.length; below += 1)
      rest -= (factor[below]?.[row] ?? 0) * (solved[below] ?? 0);
    solved[row] = rest / (factor[row]?.[row] ?? 1);
  }
  return solved;
}
