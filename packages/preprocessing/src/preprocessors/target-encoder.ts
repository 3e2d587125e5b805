import { MlopsError } from "@mlops/core";
import type { Column, Table } from "@mlops/table";
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
import { numberColumn } from "../columns/prepared-columns.ts";
import { replaceColumns } from "../columns/replace-columns.ts";
import { type Smoothing, smoothedMeans } from "../columns/smoothed-means.ts";
import { targetSeries } from "../columns/target-series.ts";
import { trainingFolds } from "../columns/training-folds.ts";
import { definePreprocessor, type PreprocessorContext } from "../tabular/preprocessor.ts";

const options = z.strictObject({
  columns: columnSelector,
  smooth: z
    .union([z.literal("auto"), z.number().min(0)], { error: "Expected auto, or a number from 0" })
    .default("auto")
    .describe(
      "Rows that the target's mean counts for beside a category's own; auto by the variances (empirical Bayes).",
    ),
  cv: z
    .int()
    .min(2)
    .default(5)
    .describe("Folds of the training rows: each row is encoded by what the other folds say."),
});

/**
 * As scikit-learn's TargetEncoder (Micci-Barreca 2001): a category becomes the mean of the target over its rows, drawn
 * towards the mean of all rows; a missing value is a category, an unseen one the mean of all. Of more than two classes,
 * one column `<column>_<class>` each. Training rows are encoded out of fold, so that no row's feature holds its target.
 */
export default definePreprocessor({
  name: "target-encoder",
  aliases: ["target_encoder", "sklearn.preprocessing.TargetEncoder"],
  family: "encoder",
  scope: "row",
  summary: "Replaces each category by the smoothed mean of the target, out of fold in training.",
  options,
  fit(table, { columns, smooth }, { step, target }): CategoryNumbers[] {
    const names = selectColumns(table, columns, { step, accepts: categoricalKinds, byDefault: encodedByDefault });
    const series = targetSeries(target, step);
    const taken = stayingNames(table, names);
    return names.map((name) => {
      const categories = categoriesOf(table.column(name));
      const codes = withMissing(table.column(name), categories);
      const suffixes = madeNames(
        name,
        series.map(({ suffix }) => suffix),
        taken,
      );
      const made = series.map(({ values }, index) => {
        const { means, overall } = smoothedMeans(codes, categories.length + 1, values, smooth);
        const [missing = overall] = means.slice(-1);
        return { name: suffixes[index] ?? name, numbers: means.slice(0, -1), missing, unknown: overall };
      });
      return { column: name, categories, made };
    });
  },
  apply: applyCategoryNumbers,
  applyInTraining: (table, fitted, { smooth, cv }, context) => outOfFold(table, fitted, { smooth, cv }, context),
  toOnnx: categoryNumbersToOnnx,
});

/** Missing values are the category after the last. */
function withMissing(column: Column, categories: CategoryNumbers["categories"]): Int32Array {
  return categoryCodes(column, categories).map((code) => (code === MISSING ? categories.length : code));
}

function outOfFold(
  table: Table,
  fitted: readonly CategoryNumbers[],
  { smooth, cv }: { readonly smooth: Smoothing; readonly cv: number },
  { step, target, random }: PreprocessorContext,
): Table {
  if (target === undefined) return table;
  const folds = Math.min(cv, table.rowCount);
  if (folds < 2) {
    throw new MlopsError(
      "PREPROCESSING_FIT_INVALID",
      `${step} needs at least two training rows to encode out of fold.`,
    );
  }
  const fold = trainingFolds(target, folds, random);
  const series = targetSeries(target, step);
  const byColumn = new Map(fitted.map((each) => [each.column, each]));
  return replaceColumns(table, (name, column) => {
    const numbers = byColumn.get(name);
    if (numbers === undefined) return undefined;
    const codes = withMissing(column, numbers.categories);
    return numbers.made.map((made, index) => {
      const values = series[index]?.values ?? new Float64Array(table.rowCount);
      return [
        made.name,
        numberColumn(othersMeans(codes, numbers.categories.length + 1, values, { fold, folds, smooth })),
      ];
    });
  });
}

function othersMeans(
  codes: Int32Array,
  categories: number,
  values: Float64Array,
  { fold, folds, smooth }: { readonly fold: Int32Array; readonly folds: number; readonly smooth: Smoothing },
): Float64Array {
  const encoded = new Float64Array(codes.length);
  for (let held = 0; held < folds; held += 1) {
    const others = (row: number): boolean => fold[row] !== held;
    const { means } = smoothedMeans(codes, categories, values, smooth, others);
    for (let row = 0; row < codes.length; row += 1) {
      if (fold[row] === held) encoded[row] = means[codes[row] ?? 0] ?? Number.NaN;
    }
  }
  return encoded;
}
