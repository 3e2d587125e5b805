import { boundsProblem, boundsShape, boundsText } from "../expectation/bounds.ts";
import { defineColumnExpectation } from "../expectation/expectation.ts";
import { numericStatistic } from "../expectation/numeric-statistic.ts";

export default defineColumnExpectation({
  name: "standard_deviation",
  summary: "The sample standard deviation of the numbers is within bounds.",
  example: "{ min: 10, max: 20 }",
  byRow: false,
  options: boundsShape("standard deviation"),
  refine: boundsProblem,
  describe: (bounds) => `standard deviation ${boundsText(bounds)}`,
  compile: (bounds, scope) =>
    numericStatistic(scope, { standardDeviation: { sql: (x) => `stddev_samp(${x})`, bounds } }),
});
