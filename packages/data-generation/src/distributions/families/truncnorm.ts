import { type DistributionFamily, type Parameters, parameter, type SortedSample } from "../distribution-family.ts";
import { normalCdf, normalDensity } from "../special/normal.ts";

const ROUNDS = 200;
/** A normal much wider than the range is a uniform; its parameters run away. */
const WIDEST = 50;

/** A normal cut to the range of the data: location and scale whose truncated mean and variance are the data's. */
export const truncnorm: DistributionFamily = {
  fit: fitTruncated,
  cdf(x, given) {
    const [mean, sd] = [parameter(given, "mean"), parameter(given, "sd")];
    const at = (value: number): number => normalCdf((value - mean) / sd);
    const low = at(parameter(given, "low"));
    const high = at(parameter(given, "high"));
    return Math.min(1, Math.max(0, (at(x) - low) / (high - low)));
  },
};

function fitTruncated({ low, high, mean: wanted, variance }: SortedSample): Parameters | undefined {
  const wantedSd = Math.sqrt(variance);
  const range = high - low;
  let mean = wanted;
  let sd = wantedSd;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [a, b] = [(low - mean) / sd, (high - mean) / sd];
    const mass = normalCdf(b) - normalCdf(a);
    if (!(mass > 1e-12)) return undefined;
    const [da, db] = [normalDensity(a), normalDensity(b)];
    const shift = (da - db) / mass;
    const shrink = Math.sqrt(Math.max(1e-12, 1 + (a * da - b * db) / mass - shift * shift));
    const [meanStep, ratio] = [wanted - (mean + sd * shift), wantedSd / (sd * shrink)];
    mean += meanStep;
    sd *= ratio;
    if (!(sd < WIDEST * range) || Math.abs(mean - wanted) > WIDEST * range) return undefined;
    if (Math.abs(meanStep) < 1e-10 * range && Math.abs(ratio - 1) < 1e-10) break;
  }
  return { mean, sd, low, high };
}
