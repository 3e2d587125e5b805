import { type DistributionFamily, parameter } from "../distribution-family.ts";
import { studentCdf } from "../special/gamma.ts";

/** Beyond this a t distribution is a normal to four digits. */
const MOST_DEGREES = 100;

/** Location and scale by mean and variance, degrees of freedom by the excess kurtosis 6/(ν − 4), so ν > 4. */
export const studentT: DistributionFamily = {
  fit({ values, mean, variance }) {
    let fourth = 0;
    for (const value of values) {
      const square = (value - mean) * (value - mean);
      fourth += square * square;
    }
    const excess = fourth / values.length / variance ** 2 - 3;
    if (!(excess > 0)) return undefined;
    const degrees = Math.min(MOST_DEGREES, 4 + 6 / excess);
    return { degrees, location: mean, scale: Math.sqrt((variance * (degrees - 2)) / degrees) };
  },
  cdf: (x, given) =>
    studentCdf((x - parameter(given, "location")) / parameter(given, "scale"), parameter(given, "degrees")),
};
