import { type RandomKey, randomStream, splitKey } from "@mlops/core";

import type { StepGraph } from "./step-graph.ts";
import { type MaskSource, maskSource } from "./keep-masks.ts";

/** Masks in the pool; the steps of one call are at most as many. */
const POOL_STEPS = 96;
const POOL_BYTES = 2 ** 26;

/**
 * Masks that are drawn once and used again: call after call, windows of a pool. Cheaper than fresh masks, at the price that
 * a step's mask comes back; which window a step has depends on the step alone.
 */
export function maskPool({ sites, slices }: Pick<StepGraph, "sites" | "slices">, key: RandomKey): MaskSource {
  const fresh = maskSource(splitKey(key, "pool"));
  const bytes = sites.reduce((sum, { size }) => sum + size * slices, 0);
  const length = Math.max(2, Math.min(POOL_STEPS, Math.floor(POOL_BYTES / Math.max(1, bytes))));
  const pools = sites.map(({ size, rate }, site) => fresh.masks(site, size * slices, rate, 0, length));
  const offset = randomStream(splitKey(key, "offset")).integer(length);
  return {
    masks(site, size, _rate, first, steps) {
      const pool = pools[site] ?? new Uint8Array();
      const from = (first + offset) % length;
      if (from + steps <= length) return pool.subarray(from * size, (from + steps) * size);
      const joined = new Uint8Array(steps * size);
      for (let step = 0; step < steps; step++) {
        const at = ((from + step) % length) * size;
        joined.set(pool.subarray(at, at + size), step * size);
      }
      return joined;
    },
  };
}
