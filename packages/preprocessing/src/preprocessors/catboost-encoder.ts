import { randomStream } from "@mlops/core";
import type { Table } from "@mlops/table";
import { z } from "zod";

import { categoriesOf, categoryCodes, MISSING } from "../columns/categories.ts";
import {
  applyCategoryNumbers,
  type CategoryNumbers,
  categoryNumbersToOnnx,
  madeNames,
  stayingNames,
} from "../columns/category-numbers.ts";
import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { categoricalKinds, encodedByDefault } from "../columns/fitted-categories.ts";
import { orderedMeans } from "../columns/ordered-means.ts";
import { numberColumn } from "../columns/prepared-columns.ts";
import { replaceColumns } from "../columns/replace-columns.ts";
import { mean } from "../columns/statistics.ts";
import { targetSeries } from "../columns/target-series.ts";
import { definePreprocessor, type PreprocessorContext } from "../tabular/preprocessor.ts";

const options = z.strictObject({
  columns: columnSelector,
  sigma: z
    .number()
    .min(0)
    .default(0.05)
    .describe("Standard deviation of the factor around 1 that training rows are multiplied by, against overfitting."),
  a: z.number().gt(0).default(1).describe("Rows that the target's mean counts for beside a category's own."),
});

type Options = z.output<typeof options>;

/**
 * Ordered target statistics (Prokhorenkova et al. 2018, section 3.2), as CatBoostEncoder of category_encoders: in
 * training a row is encoded by the rows before it in a random order, at prediction by all of them. A missing value is a
 * category; one that is unseen, or that a single training row had, is the mean. Of more than two classes, one column
 * `<column>_<class>` each.
 */
export default definePreprocessor({
  name: "catboost-encoder",
  aliases: ["catboost_encoder", "category_encoders.CatBoostEncoder"],
  family: "encoder",
  scope: "row",
  summary: "Replaces each category by the mean of the target over the rows before it, in a random order.",
  options,
  fit(table, { columns, a }, { step, target }): CategoryNumbers[] {
    const names = selectColumns(table, columns, { step, accepts: categoricalKinds, byDefault: encodedByDefault });
    const series = targetSeries(target, step);
    const taken = stayingNames(table, names);
    return names.map((name) => {
      const categories = categoriesOf(table.column(name));
      const codes = categoryCodes(table.column(name), categories);
      const made = madeNames(
        name,
        series.map(({ suffix }) => suffix),
        taken,
      ).map((madeName, index) => {
        const values = series[index]?.values ?? new Float64Array(codes.length);
        const overall = mean(values);
        const [missing = overall, ...numbers] = allMeans(codes, categories.length, values, a);
        return { name: madeName, numbers, missing, unknown: overall };
      });
      return { column: name, categories, made };
    });
  },
  apply: applyCategoryNumbers,
  applyInTraining: (table, fitted, given, context) => ordered(table, fitted, given, context),
  toOnnx: categoryNumbersToOnnx,
});

/** Of missing values first, then by category. */
function allMeans(codes: Int32Array, categories: number, values: Float64Array, a: number): number[] {
  const overall = mean(values);
  const [sums, counts] = [new Float64Array(categories + 1), new Float64Array(categories + 1)];
  codes.forEach((code, row) => {
    const slot = code === MISSING ? 0 : code + 1;
    sums[slot] = (sums[slot] ?? 0) + (values[row] ?? Number.NaN);
    counts[slot] = (counts[slot] ?? 0) + 1;
  });
  return Array.from(sums, (sum, slot) => {
    const count = counts[slot] ?? 0;
    return count <= 1 ? overall : (sum + overall * a) / (count + a);
  });
}

function ordered(
  table: Table,
  fitted: readonly CategoryNumbers[],
  { sigma, a }: Options,
  { step, target, random }: PreprocessorContext,
): Table {
  const stream = randomStream(random);
  const order = stream.shuffle(Array.from({ length: table.rowCount }, (_, row) => row));
  const series = targetSeries(target, step);
  const byColumn = new Map(fitted.map((each) => [each.column, each]));
  return replaceColumns(table, (name, column) => {
    const numbers = byColumn.get(name);
    if (numbers === undefined) return undefined;
    const codes = categoryCodes(column, numbers.categories).map((code) => code + 1);
    return numbers.made.map((made, index) => {
      const values = series[index]?.values ?? new Float64Array(codes.length);
      const encoded = orderedMeans(codes, values, order, a);
      return [
        made.name,
        numberColumn(sigma === 0 ? encoded : encoded.map((each) => each * (1 + sigma * stream.normal()))),
      ];
    });
  });
}
