import { newtonStep } from "../../optimisation/minimise-newton.ts";
import { logisticHessian } from "./logistic-hessian.ts";
import { type LogisticProblem, type LossAt, widthOf } from "./logistic-loss.ts";

/** Beyond so many parameters the Hessian is too large to be worth a question. */
const MOST_PARAMETERS = 2000;
/** At an optimum that exists the next step is quadratically small; on the way to infinity each step adds about 1 to the scores. */
const STILL_MOVING = 0.1;

/**
 * Whether an unpenalised fit is on its way to infinity: a rule puts every row into its class, or (quasi-separation) the
 * gradient has vanished while Newton's step has not.
 */
export function isSeparated(problem: LogisticProblem, parameters: Float64Array, at: LossAt): boolean {
  if (allRight(problem, at)) return true;
  if (parameters.length > MOST_PARAMETERS) return false;
  const step = newtonStep(logisticHessian(problem, at.probabilities), at.gradient);
  return largestScoreChange(problem, step) > STILL_MOVING;
}

function allRight({ codes, weights }: LogisticProblem, { probabilities }: LossAt): boolean {
  return codes.every((code, row) => {
    if (weights[row] === 0) return true;
    if (probabilities.length === 1) {
      const probability = probabilities[0]?.[row] ?? Number.NaN;
      return code === 1 ? probability > 0.5 : probability < 0.5;
    }
    const own = probabilities[code]?.[row] ?? Number.NaN;
    return probabilities.every((column, index) => index === code || (column[row] ?? Number.NaN) < own);
  });
}

/** The largest change of any score by any one parameter of the step, over the column's largest value. */
function largestScoreChange(problem: LogisticProblem, step: Float64Array): number {
  const width = widthOf(problem);
  const sizes = problem.columns.map((column) => column.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  return step.reduce((most, value, index) => Math.max(most, Math.abs(value) * (sizes[index % width] ?? 1)), 0);
}
