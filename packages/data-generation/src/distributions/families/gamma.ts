import {
  type DistributionFamily,
  type Parameters,
  parameter,
  type SortedSample,
  SUPPORT_MARGIN,
} from "../distribution-family.ts";
import { digamma, incompleteGamma, trigamma } from "../special/gamma.ts";

const ROUNDS = 60;

/** From a little below the least value on; shape by maximum likelihood (Minka's start, then Newton). */
export const gamma: DistributionFamily = {
  fit: fitGamma,
  cdf: (x, given) =>
    incompleteGamma(parameter(given, "shape"), (x - parameter(given, "low")) / parameter(given, "scale")),
};

function fitGamma({ values, low, high, mean }: SortedSample): Parameters | undefined {
  const start = low - (high - low) * SUPPORT_MARGIN;
  let logs = 0;
  for (const value of values) logs += Math.log(value - start);
  const gap = Math.log(mean - start) - logs / values.length;
  if (!(gap > 1e-9)) return undefined;
  let shape = (3 - gap + Math.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap);
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = (Math.log(shape) - digamma(shape) - gap) / (1 / shape - trigamma(shape));
    shape = Math.max(shape - step, shape / 2);
    if (Math.abs(step) < 1e-10 * shape) break;
  }
  return { shape, scale: (mean - start) / shape, low: start };
}
