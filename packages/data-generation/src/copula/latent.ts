import { type Marginal } from "../marginals/fit-marginal.ts";
import { type Knots, knotsOfFamily, knotsOfQuantiles, scoreOf } from "../marginals/knots.ts";
import { levelBounds, type Levels, levelsOf } from "../marginals/levels.ts";
import { type Atom, continuousShape, type ScoreShape, shapeOf } from "./correlation/score-shape.ts";
import type { LatentModel } from "./model.ts";

/** A normal score of the copula while it is learnt: what it stands for, and what is seen of it in the sampled rows. */
export interface ObservedLatent {
  readonly model: LatentModel;
  /** NaN where the row has no value. */
  readonly scores: Float32Array;
  readonly shape: ScoreShape;
}

/** @param values of the sampled rows, NaN where there is none */
export function numberLatent(marginal: Marginal, values: Float64Array): ObservedLatent {
  if (marginal.kind === "steps") {
    const levels = levelsOf(marginal.counts);
    const codes = Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : stepAt(marginal.values, value)));
    return { model: asModel(marginal), scores: levelScores(codes, levels), shape: levelShape(levels) };
  }
  const knots = knotsOf(marginal);
  const scores = Float32Array.from(values, (value) => (Number.isNaN(value) ? Number.NaN : scoreOf(knots, value)));
  return { model: asModel(marginal), scores, shape: marginal.kind === "family" ? continuousShape : curveShape(knots) };
}

/** @param codes of the sampled rows, −1 where there is none */
export function levelLatent(kind: "levels" | "missing", counts: readonly number[], codes: Int32Array): ObservedLatent {
  const levels = levelsOf(counts);
  return { model: { kind, counts: [...counts] }, scores: levelScores(codes, levels), shape: levelShape(levels) };
}

export function knotsOf(marginal: Exclude<Marginal, { readonly kind: "steps" }>): Knots {
  return marginal.kind === "family" ? knotsOfFamily(marginal, marginal.low, marginal.high) : knotsOfQuantiles(marginal);
}

/** The position of a value among ascending ones, or of the next larger one. */
function stepAt(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function levelScores(codes: Int32Array, { scores }: Levels): Float32Array {
  return Float32Array.from(codes, (code) => (code < 0 ? Number.NaN : (scores[code] ?? Number.NaN)));
}

function levelShape({ bounds, scores }: Levels): ScoreShape {
  const atoms = Array.from(scores, (score, level): Atom => {
    const [from, to] = levelBounds(bounds, level);
    return { from, to, score };
  });
  return shapeOf(atoms, true);
}

/** A curve is constant where several knots have one value. */
function curveShape({ z, x }: Knots): ScoreShape {
  const atoms: Atom[] = [];
  for (let first = 0; first < x.length;) {
    let after = first + 1;
    while (after < x.length && x[after] === x[first]) after += 1;
    if (after - first > 1) {
      const from = first === 0 ? Number.NEGATIVE_INFINITY : (z[first] ?? 0);
      const to = after === x.length ? Number.POSITIVE_INFINITY : (z[after - 1] ?? 0);
      atoms.push({ from, to, score: scoreOf({ z, x }, x[first] ?? 0) });
    }
    first = after;
  }
  return shapeOf(atoms, false);
}

function asModel(marginal: Marginal): LatentModel {
  if (marginal.kind === "steps") return { kind: "steps", values: [...marginal.values], counts: [...marginal.counts] };
  if (marginal.kind === "family") return { ...marginal, parameters: { ...marginal.parameters } };
  return { kind: "quantiles", probabilities: [...marginal.probabilities], values: [...marginal.values] };
}
