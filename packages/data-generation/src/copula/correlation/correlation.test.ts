import { randomKey, randomStream } from "@mlops/core";
import fc from "fast-check";
import { expect, test } from "vitest";

import { levelBounds, levelsOf } from "../../marginals/levels.ts";
import { cholesky } from "./cholesky.ts";
import { type Matrix, symmetricEigen } from "./eigen.ts";
import { latentCorrelation } from "./latent-correlation.ts";
import { nearestCorrelation } from "./nearest-correlation.ts";
import { continuousShape, type ScoreShape, shapeOf } from "./score-shape.ts";

const symmetric = fc
  .integer({ min: 1, max: 7 })
  .chain((size) =>
    fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size, maxLength: size }), {
      minLength: size,
      maxLength: size,
    }),
  )
  .map((rows) =>
    rows.map((_, i) =>
      Float64Array.from(rows, (_row, j) => (i === j ? 1 : (rows[Math.max(i, j)]?.[Math.min(i, j)] ?? 0))),
    ),
  );

function at(matrix: Matrix, i: number, j: number): number {
  return matrix[i]?.[j] ?? Number.NaN;
}

test("eigenvectors give the matrix back", () => {
  fc.assert(
    fc.property(symmetric, (matrix) => {
      const { values, vectors } = symmetricEigen(matrix);
      for (let i = 0; i < matrix.length; i += 1) {
        for (let j = 0; j < matrix.length; j += 1) {
          const product = values.reduce((sum, value, k) => sum + value * at(vectors, i, k) * at(vectors, j, k), 0);
          expect(Math.abs(product - at(matrix, i, j))).toBeLessThan(1e-9);
        }
      }
    }),
  );
});

test("the nearest correlation matrix has unit diagonal, can be decomposed, and is the given one where that can be", () => {
  fc.assert(
    fc.property(symmetric, (matrix) => {
      const { matrix: nearest, repaired } = nearestCorrelation(matrix);
      expect(cholesky(nearest)).toBeDefined();
      for (let i = 0; i < matrix.length; i += 1) expect(at(nearest, i, i)).toBe(1);
      expect(repaired).toBe(cholesky(matrix) === undefined);
    }),
  );
  // Higham's example: the distance of the nearest one is known.
  const given = [
    [1, 1, 0],
    [1, 1, 1],
    [0, 1, 1],
  ].map((row) => Float64Array.from(row));
  const { matrix } = nearestCorrelation(given);
  expect(at(matrix, 0, 1)).toBeCloseTo(0.7607, 3);
  expect(at(matrix, 0, 2)).toBeCloseTo(0.1573, 3);
});

function levelShape(counts: readonly number[]): ScoreShape {
  const { bounds, scores } = levelsOf(counts);
  return shapeOf(
    Array.from(scores, (score, level) => {
      const [from, to] = levelBounds(bounds, level);
      return { from, to, score };
    }),
    true,
  );
}

test("medians of two columns: Sheppard's arcsine law is undone", () => {
  const half = levelShape([1, 1]);
  for (const rho of [-0.9, -0.5, 0, 0.3, 0.7, 0.95]) {
    const covariance = (2 / Math.PI) ** 2 * Math.asin(rho);
    expect(latentCorrelation(half, half, covariance)).toBeCloseTo(rho, 1.5);
  }
  // With a continuous column, the weakening is exactly the spread of the two halves' means.
  expect(latentCorrelation(continuousShape, half, (0.6 * 2) / Math.PI)).toBeCloseTo(0.6, 9);
});

test("the correlation behind simulated categories is found", () => {
  const stream = randomStream(randomKey("categories"));
  const [first, second] = [
    [5, 20, 40, 35],
    [60, 30, 10],
  ].map((counts) => ({ ...levelsOf(counts), shape: levelShape(counts) }));
  if (first === undefined || second === undefined) throw new Error("two columns");
  for (const rho of [0.2, 0.6, 0.9]) {
    const rows = 60_000;
    let covariance = 0;
    for (let row = 0; row < rows; row += 1) {
      const a = stream.normal();
      const b = rho * a + Math.sqrt(1 - rho * rho) * stream.normal();
      const level = (bounds: Float64Array, z: number): number => bounds.filter((bound) => bound <= z).length;
      covariance +=
        ((first.scores[level(first.bounds, a)] ?? 0) * (second.scores[level(second.bounds, b)] ?? 0)) / rows;
    }
    expect(Math.abs(latentCorrelation(first.shape, second.shape, covariance) - rho)).toBeLessThan(0.02);
  }
});

test("a shape's variance is that of its scores", () => {
  expect(levelShape([1, 1]).variance).toBeCloseTo(2 / Math.PI, 12);
  expect(continuousShape.variance).toBe(1);
});
