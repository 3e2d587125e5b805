import { z } from "zod";

import {
  type AffineScaling,
  affineScaling,
  applyScalings,
  scaleOrOne,
  scalingsToOnnx,
} from "../columns/affine-scaling.ts";
import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { doublesOf } from "../columns/prepared-columns.ts";
import { median, quantile, sorted } from "../columns/statistics.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

/**
 * (x − median) ÷ (upper − lower quartile), quartiles linear between neighbours, missing values left out of both and left
 * missing. Where half of the values are equal the range is 0 and the divisor 1, as in scikit-learn's RobustScaler.
 */
export default definePreprocessor({
  name: "robust-scaler",
  aliases: ["robust_scaler", "sklearn.preprocessing.RobustScaler"],
  family: "scaler",
  scope: "row",
  summary: "Subtracts the median and divides by the interquartile range.",
  options: z.strictObject({ columns: columnSelector }),
  fit(table, { columns }, { step }): AffineScaling[] {
    return selectColumns(table, columns, { step, accepts: ["number", "code"], byDefault: ["number"] }).map((name) => {
      const values = doublesOf(table.column(name));
      const ascending = sorted(values);
      const range = quantile(ascending, 0.75) - quantile(ascending, 0.25);
      return affineScaling(name, median(values), scaleOrOne(range, 10 * Number.EPSILON));
    });
  },
  apply: applyScalings,
  toOnnx: scalingsToOnnx,
});
