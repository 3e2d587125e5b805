import { rowFillOf, rowFillOptions } from "../columns/row-fill-options.ts";
import { fillAlongRows } from "../columns/fill-along-rows.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

/** As pandas' `bfill` over the training rows in the order of the file; rows after the last value stay missing. */
export default definePreprocessor({
  name: "backward-fill",
  aliases: ["backward_fill"],
  family: "missing",
  scope: "table",
  atPrediction: "identity",
  summary: "Fills a missing value of a training row with the one after it.",
  options: rowFillOptions,
  fit: rowFillOf,
  apply: (table, fill) => fillAlongRows(table, fill, "backward"),
});
