import { MlopsError } from "@mlops/core";

import type { WeightedRows } from "../data/weighted-rows.ts";
import { weightedMean } from "./loss.ts";
import { weightedQuantile } from "./weighted-quantile.ts";

/**
 * A unit in which a target is about 1 in size, so that single precision holds its gradients and leaves whatever it
 * measures: (value − shift) / scale. The scale is a power of two, which costs no digit.
 *
 * @throws MlopsError MODEL_FIT_INVALID where the values are further apart than a double can say
 */
export function targetUnit(
  { target, weights }: WeightedRows,
  aroundMean: boolean,
): { readonly shift: number; readonly scale: number } {
  const shift = aroundMean
    ? weightedMean(target.length, weights, (row) => target[row] ?? 0)
    : weightedQuantile(target, weights, 0.5);
  const largest = target.reduce((most, value) => Math.max(most, Math.abs(value - shift)), 0);
  if (!Number.isFinite(largest)) {
    throw new MlopsError("MODEL_FIT_INVALID", "The target's values are further apart than numbers reach.", {
      hint: "Divide the target by a power of ten.",
    });
  }
  if (largest === 0) return { shift, scale: 1 };
  return { shift, scale: 2 ** Math.max(-1000, Math.ceil(Math.log2(largest))) };
}
