import { knotsOf } from "./latent.ts";
import { type Knots, scoresBetween } from "../marginals/knots.ts";
import { levelBounds, levelsOf } from "../marginals/levels.ts";
import { curveReader, levelReader } from "../marginals/score-guide.ts";
import type { LatentModel } from "./model.ts";
import type { Region } from "./truncated-normal.ts";

/** Turns the normal scores of one latent into what it stands for, and back. */
export interface LatentReader {
  /** Replaces scores by numbers (of a curve or steps) or by levels, in place. */
  read(scores: Float64Array, count: number): void;
  /** The scores of levels; of none: an empty region. */
  ofLevels(levels: readonly number[]): Region;
  /** The scores of numbers from `low` to `high`; empty where none is drawn. */
  ofRange(low: number, high: number): Region;
}

export function latentReader(latent: LatentModel): LatentReader {
  if (latent.kind === "family" || latent.kind === "quantiles") return curveLatent(knotsOf(latent));
  const { bounds } = levelsOf(latent.counts);
  const readLevels = levelReader(bounds);
  const ofLevels = (levels: readonly number[]): Region =>
    levels.toSorted((a, b) => a - b).map((level) => levelBounds(bounds, level));
  if (latent.kind !== "steps") return { read: readLevels, ofLevels, ofRange: () => [] };
  const { values } = latent;
  return {
    read(scores, count) {
      readLevels(scores, count);
      for (let row = 0; row < count; row += 1) scores[row] = values[scores[row] ?? 0] ?? 0;
    },
    ofLevels,
    ofRange: (low, high) => ofLevels(values.flatMap((value, level) => (value >= low && value <= high ? [level] : []))),
  };
}

function curveLatent(knots: Knots): LatentReader {
  const [least = 0] = knots.x;
  const most = knots.x.at(-1) ?? 0;
  return {
    read: curveReader(knots),
    ofLevels: () => [],
    ofRange(low, high) {
      if (high < least || low > most) return [];
      const [from, to] = scoresBetween(knots, low, high);
      return from < to ? [[from, to]] : [];
    },
  };
}
