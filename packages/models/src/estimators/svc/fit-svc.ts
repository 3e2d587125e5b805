import { type ClassTarget, type FitContext, MlopsError, randomStream, splitKey } from "@mlops/core";

import { rowWeights } from "../../estimator/class-weights.ts";
import { fitSigmoid, type Sigmoid } from "../../support-vectors/fit-sigmoid.ts";
import { gammaOf, type Kernel } from "../../support-vectors/kernel.ts";
import { KernelRows } from "../../support-vectors/kernel-rows.ts";
import { kernelScores } from "../../support-vectors/kernel-scores.ts";
import { type DualSolution, minimisePairwise } from "../../support-vectors/minimise-pairwise.ts";
import { keptRows, takeColumns } from "../../support-vectors/take-rows.ts";
import { warnUnconverged } from "../../support-vectors/warn-unconverged.ts";
import type { SvcOptions } from "./svc-options.ts";
import { type ClassPair, classPairs, type SvcState } from "./svc-state.ts";

/** Of the calibration. */
const FOLDS = 5;

interface SvcRows {
  readonly columns: readonly Float64Array[];
  readonly target: ClassTarget;
  readonly weights?: Float64Array | undefined;
}

/** The rows of two classes. */
interface PairRows {
  readonly columns: readonly Float64Array[];
  readonly isFirst: readonly boolean[];
  /** What missing each row costs. */
  readonly costs: Float64Array;
  /** Each row's number in the data. */
  readonly places: Int32Array;
}

/**
 * One machine for each pair of classes, on the rows of these two.
 *
 * @throws MlopsError MODEL_FIT_INVALID for fewer than two classes, CANCELLED
 */
export function fitSupportClasses(data: SvcRows, options: SvcOptions, context: FitContext): SvcState {
  const { classes } = data.target;
  if (classes.length < 2) {
    throw new MlopsError("MODEL_FIT_INVALID", `Two classes are needed; every row is ${JSON.stringify(classes[0])}.`);
  }
  const weights = rowWeights(data.target, options.class_weight, data.weights);
  const kept = keptRows(weights.length, weights);
  const { degree, coef0 } = options;
  const kernel: Kernel = {
    kind: options.kernel,
    gamma: gammaOf(options.gamma, data.columns, data.weights),
    degree,
    coef0,
  };
  const pairs = classPairs(classes.length);
  const fits = options.probability ? FOLDS + 1 : 1;
  const progress = (done: number) => (note?: string) => context.progress(done, pairs.length * fits, note);
  const machines = pairs.map((pair, index) => {
    const rows = pairRows(data, pair, weights, kept, options.C);
    const sigmoid = options.probability
      ? calibrate(rows, kernel, options, splitKey(context.randomKey, "calibration", index), (fold, note) =>
          progress(index * fits + fold)(note),
        )
      : null;
    const solution = solve(rows, kernel, options, progress(index * fits + fits - 1));
    return { rows, sigmoid, solution };
  });
  const iterations = machines.reduce((sum, { solution }) => sum + solution.iterations, 0);
  if (machines.some(({ solution }) => !solution.converged)) warnUnconverged(context, iterations);
  if (!options.probability) {
    context.log(
      "warn",
      "The probabilities are those of the decision function pressed into [0, 1]: in its order, not calibrated. Set probability: true to calibrate them.",
    );
  }
  context.progress(pairs.length * fits, pairs.length * fits);
  return {
    classes: [...classes],
    kernel,
    ...joined(data.columns, machines),
    sigmoids: options.probability ? machines.flatMap(({ sigmoid }) => sigmoid ?? []) : null,
    iterations,
  };
}

function pairRows(
  { columns, target }: SvcRows,
  { first, second }: ClassPair,
  weights: Float64Array,
  kept: Int32Array,
  cost: number,
): PairRows {
  const places = kept.filter((row) => target.codes[row] === first || target.codes[row] === second);
  return {
    columns: takeColumns(columns, places),
    isFirst: Array.from(places, (row) => target.codes[row] === first),
    costs: Float64Array.from(places, (row) => cost * (weights[row] ?? 1)),
    places,
  };
}

function solve(
  { columns, isFirst, costs }: PairRows,
  kernel: Kernel,
  { tol, max_iter, cache_size: megabytes }: SvcOptions,
  progress: (note: string) => void,
): DualSolution {
  return minimisePairwise(
    {
      kernel: new KernelRows(columns, kernel, megabytes),
      rows: Int32Array.from(isFirst.keys()),
      signs: Int8Array.from(isFirst, (first) => (first ? 1 : -1)),
      linear: new Float64Array(isFirst.length).fill(-1),
      bounds: costs,
    },
    {
      tolerance: tol,
      maxIterations: max_iter,
      onIteration: (steps, violation) => progress(`${steps} steps, violation ${violation.toPrecision(3)}`),
    },
  );
}

/** A sigmoid over decisions that each come from a machine which has not seen the row. */
function calibrate(
  rows: PairRows,
  kernel: Kernel,
  options: SvcOptions,
  key: FitContext["randomKey"],
  progress: (fold: number, note?: string) => void,
): Sigmoid {
  const order = randomStream(key).shuffle([...rows.isFirst.keys()]);
  const decisions = new Float64Array(order.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const isHeld = (place: number): boolean => Math.floor((place * FOLDS) / order.length) === fold;
    const held = Int32Array.from(order.filter((_, place) => isHeld(place)));
    const learnt = subset(rows, Int32Array.from(order.filter((_, place) => !isHeld(place)).toSorted((a, b) => a - b)));
    const known = new Set(learnt.isFirst);
    progress(fold, `calibration ${fold + 1} of ${FOLDS}`);
    if (known.size < 2) {
      // Rows of one class leave nothing to learn but that class.
      held.forEach((row) => (decisions[row] = known.has(true) ? 1 : known.has(false) ? -1 : 0));
      continue;
    }
    const solution = solve(learnt, kernel, options, (note) => progress(fold, note));
    const machine = joined(rows.columns, [{ rows: { ...learnt, places: learnt.places }, solution }]);
    const [scores = new Float64Array()] = kernelScores(takeColumns(rows.columns, held), { kernel, ...machine });
    held.forEach((row, index) => (decisions[row] = scores[index] ?? 0));
  }
  return fitSigmoid(decisions, rows.isFirst);
}

/** Places are then those within the pair's rows. */
function subset({ columns, isFirst, costs }: PairRows, places: Int32Array): PairRows {
  return {
    columns: takeColumns(columns, places),
    isFirst: Array.from(places, (row) => isFirst[row] ?? false),
    costs: takeColumns([costs], places)[0] ?? costs,
    places,
  };
}

/** The machines over the rows that any of them keeps. */
function joined(
  columns: readonly Float64Array[],
  machines: readonly { readonly rows: PairRows; readonly solution: DualSolution }[],
): Pick<SvcState, "vectors" | "coefficients" | "intercepts"> {
  const support = new Set<number>();
  for (const { rows, solution } of machines) {
    rows.places.forEach((place, index) => {
      if ((solution.alphas[index] ?? 0) > 0) support.add(place);
    });
  }
  const places = Int32Array.from(support).sort();
  const position = new Map(Array.from(places, (place, index) => [place, index]));
  const coefficients = machines.map(({ rows, solution }) => {
    const own = new Float64Array(places.length);
    rows.places.forEach((place, index) => {
      const at = position.get(place);
      if (at !== undefined) own[at] = (solution.alphas[index] ?? 0) * (rows.isFirst[index] === true ? 1 : -1);
    });
    return own;
  });
  return {
    vectors: takeColumns(columns, places),
    coefficients,
    intercepts: machines.map(({ solution }) => 0 - solution.rho),
  };
}
