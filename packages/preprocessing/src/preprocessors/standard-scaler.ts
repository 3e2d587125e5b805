import { z } from "zod";

import { type AffineScaling, affineScaling, applyScalings, scalingsToOnnx } from "../columns/affine-scaling.ts";
import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { doublesOf } from "../columns/prepared-columns.ts";
import { count, mean, populationVariance } from "../columns/statistics.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

/**
 * (x − mean) ÷ standard deviation, the latter divided by n, missing values left out of both and left missing. A column
 * that is constant up to rounding becomes 0, by the bound that scikit-learn's StandardScaler uses.
 */
export default definePreprocessor({
  name: "standard-scaler",
  aliases: ["standard_scaler", "sklearn.preprocessing.StandardScaler"],
  family: "scaler",
  scope: "row",
  summary: "Subtracts the mean and divides by the standard deviation.",
  options: z.strictObject({ columns: columnSelector }),
  fit(table, { columns }, { step }): AffineScaling[] {
    return selectColumns(table, columns, { step, accepts: ["number", "code"], byDefault: ["number"] }).map((name) => {
      const values = doublesOf(table.column(name));
      const centre = mean(values);
      return affineScaling(name, centre, deviation(values, centre));
    });
  },
  apply: applyScalings,
  toOnnx: scalingsToOnnx,
});

function deviation(values: Float64Array, centre: number): number {
  const variance = populationVariance(values);
  const n = count(values);
  const rounding = n * Number.EPSILON * variance + (n * centre * Number.EPSILON) ** 2;
  return variance <= rounding ? 1 : Math.sqrt(variance);
}
