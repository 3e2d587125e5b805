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
import { extent } from "../columns/statistics.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

/**
 * (x − least) ÷ (greatest − least), missing values left missing; values beyond those of training fall outside 0 … 1. A
 * constant column becomes 0, as in scikit-learn's MinMaxScaler.
 */
export default definePreprocessor({
  name: "min-max-scaler",
  aliases: ["min_max_scaler", "minmax_scaler", "sklearn.preprocessing.MinMaxScaler"],
  family: "scaler",
  scope: "row",
  summary: "Maps the least training value to 0 and the greatest to 1.",
  options: z.strictObject({ columns: columnSelector }),
  fit(table, { columns }, { step }): AffineScaling[] {
    return selectColumns(table, columns, { step, accepts: ["number", "code"], byDefault: ["number"] }).map((name) => {
      const [least, greatest] = extent(doublesOf(table.column(name)));
      return affineScaling(name, least, scaleOrOne(greatest - least, 10 * Number.EPSILON));
    });
  },
  apply: applyScalings,
  toOnnx: scalingsToOnnx,
});
