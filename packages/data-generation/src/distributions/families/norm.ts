import { type DistributionFamily, parameter } from "../distribution-family.ts";
import { normalCdf } from "../special/normal.ts";

/** By mean and standard deviation. */
export const norm: DistributionFamily = {
  fit: ({ mean, variance }) => ({ mean, sd: Math.sqrt(variance) }),
  cdf: (x, given) => normalCdf((x - parameter(given, "mean")) / parameter(given, "sd")),
};
