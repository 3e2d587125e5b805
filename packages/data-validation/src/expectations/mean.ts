import { boundsProblem, boundsShape, boundsText } from "../expectation/bounds.ts";
import { defineColumnExpectation } from "../expectation/expectation.ts";
import { numericStatistic } from "../expectation/numeric-statistic.ts";

export default defineColumnExpectation({
  name: "mean",
  summary: "The arithmetic mean of the numbers is within bounds.",
  example: "{ min: 10, max: 20 }",
  byRow: false,
  options: boundsShape("mean"),
  refine: boundsProblem,
  describe: (bounds) => `mean ${boundsText(bounds)}`,
  compile: (bounds, scope) => numericStatistic(scope, { mean: { sql: (x) => `avg(${x})`, bounds } }),
});
