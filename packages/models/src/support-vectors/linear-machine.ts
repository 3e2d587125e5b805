import { type FitContext, randomStream, splitKey } from "@mlops/core";

import { dualDescent } from "./dual-descent.ts";
import { constantOf, type LinearOptions } from "./linear-options.ts";
import { linearTable } from "./linear-table.ts";

export interface LinearTask {
  readonly columns: readonly Float64Array[];
  /** Those that are learnt from. */
  readonly rows: Int32Array;
  /** Labels 1 and −1, or values: one per row learnt from. */
  readonly targets: Float64Array;
  readonly costs: Float64Array;
  readonly squared: boolean;
  readonly epsilon: number | null;
}

/** One linear score. */
export interface LinearScore {
  readonly coefficients: readonly number[];
  readonly intercept: number;
  readonly rounds: number;
  readonly converged: boolean;
}

/** @param part which of `parts` machines this is, for progress and for the order of the rows */
export function fitLinearMachine(
  task: LinearTask,
  options: LinearOptions,
  context: FitContext,
  part: number,
  parts: number,
): LinearScore {
  const constant = constantOf(options);
  const { table, width } = linearTable(task.columns, task.rows, constant);
  const { weights, rounds, converged } = dualDescent(
    { table, width, targets: task.targets, costs: task.costs },
    {
      squared: task.squared,
      epsilon: task.epsilon,
      tolerance: options.tol,
      maxRounds: options.max_iter,
      random: randomStream(splitKey(context.randomKey, "order", part)),
      onRound: (round) => context.progress(part * options.max_iter + round, parts * options.max_iter),
    },
  );
  return {
    coefficients: [...weights.subarray(0, task.columns.length)],
    intercept: constant === 0 ? 0 : constant * (weights[width - 1] ?? 0),
    rounds,
    converged,
  };
}

export function warnOfRounds(context: FitContext, scores: readonly LinearScore[]): void {
  if (scores.every(({ converged }) => converged)) return;
  const rounds = Math.max(...scores.map((score) => score.rounds));
  context.log(
    "warn",
    `The linear machine did not converge in ${rounds} rounds. Standardise the columns, raise max_iter or lower C.`,
  );
}
