import type { FitContext } from "@mlops/core";

import { gammaOf, type Kernel } from "../../support-vectors/kernel.ts";
import type { KernelOptions } from "../../support-vectors/kernel-options.ts";
import { KernelRows } from "../../support-vectors/kernel-rows.ts";
import type { KernelScores } from "../../support-vectors/kernel-scores.ts";
import { minimisePairwise } from "../../support-vectors/minimise-pairwise.ts";
import { keptRows, takeColumns } from "../../support-vectors/take-rows.ts";
import { warnUnconverged } from "../../support-vectors/warn-unconverged.ts";

/** One score, in target units. */
export interface SvrState extends KernelScores {
  readonly iterations: number;
}

interface SvrRows {
  readonly columns: readonly Float64Array[];
  readonly target: Float64Array;
  readonly weights?: Float64Array | undefined;
}

/**
 * Each row has two variables: one for lying above the tube, one for lying below.
 * A. Smola & B. Schölkopf, A tutorial on support vector regression, Stat. Comput. 14 (2004).
 */
export function fitSupportValues(
  data: SvrRows,
  options: KernelOptions & { readonly epsilon: number },
  context: FitContext,
): SvrState {
  const kept = keptRows(data.target.length, data.weights);
  const columns = takeColumns(data.columns, kept);
  const target = takeColumns([data.target], kept)[0] ?? new Float64Array();
  const n = target.length;
  const { degree, coef0, epsilon } = options;
  const kernel: Kernel = {
    kind: options.kernel,
    gamma: gammaOf(options.gamma, data.columns, data.weights),
    degree,
    coef0,
  };
  const bound = (row: number): number => options.C * (data.weights?.[kept[row % n] ?? 0] ?? 1);
  const { alphas, rho, iterations, converged } = minimisePairwise(
    {
      kernel: new KernelRows(columns, kernel, options.cache_size),
      rows: Int32Array.from({ length: 2 * n }, (_, index) => index % n),
      signs: Int8Array.from({ length: 2 * n }, (_, index) => (index < n ? 1 : -1)),
      linear: Float64Array.from({ length: 2 * n }, (_, index) => {
        const value = target[index % n] ?? 0;
        return index < n ? epsilon - value : epsilon + value;
      }),
      bounds: Float64Array.from({ length: 2 * n }, (_, index) => bound(index)),
    },
    {
      tolerance: options.tol,
      maxIterations: options.max_iter,
      onIteration: (steps, violation) =>
        context.progress(0, 1, `${steps} steps, violation ${violation.toPrecision(3)}`),
    },
  );
  if (!converged) warnUnconverged(context, iterations);
  context.progress(1, 1);
  const weights = Float64Array.from({ length: n }, (_, row) => (alphas[row] ?? 0) - (alphas[row + n] ?? 0));
  const support = Int32Array.from([...weights.keys()].filter((row) => weights[row] !== 0));
  return {
    kernel,
    vectors: takeColumns(columns, support),
    coefficients: takeColumns([weights], support),
    intercepts: [-rho],
    iterations,
  };
}
