import { type DistributionFamily, parameter } from "../distribution-family.ts";

/** Between the least and the largest value. */
export const uniform: DistributionFamily = {
  fit: ({ low, high }) => ({ low, high }),
  cdf(x, given) {
    const [low, high] = [parameter(given, "low"), parameter(given, "high")];
    return Math.min(1, Math.max(0, (x - low) / (high - low)));
  },
};
