import { type DistributionFamily, parameter, SUPPORT_MARGIN } from "../distribution-family.ts";
import { normalCdf } from "../special/normal.ts";

/** The logarithm is normal: of the value itself where all are positive, else of its height over the least one. */
export const lognormal: DistributionFamily = {
  fit({ values, low, high }) {
    const start = low > 0 ? 0 : low - (high - low) * SUPPORT_MARGIN;
    let sum = 0;
    for (const value of values) sum += Math.log(value - start);
    const mean = sum / values.length;
    let squares = 0;
    for (const value of values) squares += (Math.log(value - start) - mean) ** 2;
    return { mean, sd: Math.sqrt(squares / values.length), low: start };
  },
  cdf(x, given) {
    const height = x - parameter(given, "low");
    return height <= 0 ? 0 : normalCdf((Math.log(height) - parameter(given, "mean")) / parameter(given, "sd"));
  },
};
