import { z } from "zod";

import { boundsProblem, boundsShape, boundsText } from "../expectation/bounds.ts";
import { defineColumnExpectation } from "../expectation/expectation.ts";
import { numericStatistic } from "../expectation/numeric-statistic.ts";

const bounds = z.strictObject(boundsShape("quantile"));

export default defineColumnExpectation({
  name: "quantiles",
  summary: "Quantiles of the numbers, interpolated linearly, are within bounds.",
  example: "{ of: { 0.5: { min: 10, max: 20 }, 0.99: { max: 500 } } }",
  byRow: false,
  options: { of: z.record(z.string(), bounds).describe("Bounds by quantile, from 0 to 1; 0.5 is the median.") },
  refine({ of }) {
    const entries = Object.entries(of);
    if (entries.length === 0) return "it names no quantile";
    for (const [name, limits] of entries) {
      const quantile = Number(name);
      if (name.trim() === "" || !(quantile >= 0 && quantile <= 1))
        return `${name} is no quantile; it has to be from 0 to 1`;
      const problem = boundsProblem(limits);
      if (problem !== undefined) return `${name}: ${problem}`;
    }
    return undefined;
  },
  describe: ({ of }) =>
    Object.entries(of)
      .map(([quantile, limits]) => `q${quantile} ${boundsText(limits)}`)
      .join(", "),
  compile: ({ of }, scope) =>
    numericStatistic(
      scope,
      Object.fromEntries(
        Object.entries(of).map(([quantile, limits]) => [
          `q${quantile}`,
          { sql: (x: string) => `quantile_cont(${x}, ${Number(quantile)})`, bounds: limits },
        ]),
      ),
    ),
});
