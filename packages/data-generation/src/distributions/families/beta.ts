import {
  type DistributionFamily,
  type Parameters,
  parameter,
  type SortedSample,
  SUPPORT_MARGIN,
} from "../distribution-family.ts";
import { digamma, incompleteBeta, trigamma } from "../special/gamma.ts";

const ROUNDS = 60;

/** On a support a little wider than the data; shapes by maximum likelihood (Newton from the moments). */
export const beta: DistributionFamily = {
  fit: fitBeta,
  cdf(x, given) {
    const unit = (x - parameter(given, "low")) / parameter(given, "range");
    return incompleteBeta(Math.min(1, Math.max(0, unit)), parameter(given, "a"), parameter(given, "b"));
  },
};

function fitBeta({ values, low, high, mean, variance }: SortedSample): Parameters | undefined {
  const margin = (high - low) * SUPPORT_MARGIN;
  const start = low - margin;
  const range = high - low + 2 * margin;
  let [logs, mirrored] = [0, 0];
  for (const value of values) {
    const unit = (value - start) / range;
    logs += Math.log(unit);
    mirrored += Math.log1p(-unit);
  }
  logs /= values.length;
  mirrored /= values.length;
  const centre = (mean - start) / range;
  const concentration = Math.max(0.1, (centre * (1 - centre)) / (variance / range ** 2) - 1);
  let [a, b] = [centre * concentration, (1 - centre) * concentration];
  for (let round = 0; round < ROUNDS; round += 1) {
    const whole = digamma(a + b);
    const [slopeA, slopeB] = [whole - digamma(a) + logs, whole - digamma(b) + mirrored];
    const shared = trigamma(a + b);
    const [bendA, bendB] = [shared - trigamma(a), shared - trigamma(b)];
    const determinant = bendA * bendB - shared * shared;
    let stepA = (bendB * slopeA - shared * slopeB) / determinant;
    let stepB = (bendA * slopeB - shared * slopeA) / determinant;
    while (a - stepA <= 0 || b - stepB <= 0) {
      stepA /= 2;
      stepB /= 2;
    }
    a -= stepA;
    b -= stepB;
    if (Math.abs(stepA) + Math.abs(stepB) < 1e-10 * (a + b)) break;
  }
  return Number.isFinite(a) && Number.isFinite(b) && a + b < 1e7 ? { a, b, low: start, range } : undefined;
}
