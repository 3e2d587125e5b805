import { MlopsError } from "@mlops/core";
import { nearestName } from "@mlops/table";

import type { Preprocessor, PreprocessorFamily } from "./preprocessor.ts";

/** A step by name: what help shows, and how to load it. */
export interface PreprocessorEntry {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly family: PreprocessorFamily;
  readonly summary: string;
  readonly load: () => Promise<Preprocessor>;
}

/** One entry per file of `preprocessors/`, so that listing them loads none. A test holds the entries equal to the files. */
export const preprocessorCatalogue: readonly PreprocessorEntry[] = [
  {
    name: "backward-fill",
    aliases: ["backward_fill"],
    family: "missing",
    summary: "Fills a missing value of a training row with the one after it.",
    load: async () => (await import("../preprocessors/backward-fill.ts")).default,
  },
  {
    name: "catboost-encoder",
    aliases: ["catboost_encoder", "category_encoders.CatBoostEncoder"],
    family: "encoder",
    summary: "Replaces each category by the mean of the target over the rows before it, in a random order.",
    load: async () => (await import("../preprocessors/catboost-encoder.ts")).default,
  },
  {
    name: "constant-fill",
    aliases: ["constant_fill"],
    family: "missing",
    summary: "Fills missing values with a constant.",
    load: async () => (await import("../preprocessors/constant-fill.ts")).default,
  },
  {
    name: "day-differences",
    aliases: ["day_differences", "dt_data_handling"],
    family: "columns",
    summary: "Adds the days between two instants, or between an instant and a date.",
    load: async () => (await import("../preprocessors/day-differences.ts")).default,
  },
  {
    name: "drop-columns",
    aliases: ["drop_columns", "data_shrinkage"],
    family: "columns",
    summary: "Drops columns.",
    load: async () => (await import("../preprocessors/drop-columns.ts")).default,
  },
  {
    name: "drop-missing",
    aliases: ["drop_missing"],
    family: "missing",
    summary: "Drops training rows, or columns, that lack too many values.",
    load: async () => (await import("../preprocessors/drop-missing.ts")).default,
  },
  {
    name: "forward-fill",
    aliases: ["forward_fill"],
    family: "missing",
    summary: "Fills a missing value of a training row with the one before it.",
    load: async () => (await import("../preprocessors/forward-fill.ts")).default,
  },
  {
    name: "interpolation",
    aliases: [],
    family: "missing",
    summary: "Fills missing numbers of training rows from the rows before and after.",
    load: async () => (await import("../preprocessors/interpolation.ts")).default,
  },
  {
    name: "kbins-discretizer",
    aliases: ["kbins_discretizer", "sklearn.preprocessing.KBinsDiscretizer"],
    family: "feature_generation",
    summary: "Puts numbers into bins: their number, or a 0/1 column for each.",
    load: async () => (await import("../preprocessors/kbins-discretizer.ts")).default,
  },
  {
    name: "label-encoder",
    aliases: ["label_encoder", "sklearn.preprocessing.LabelEncoder"],
    family: "encoder",
    summary: "Replaces each category, a missing value among them, by its position among the sorted ones.",
    load: async () => (await import("../preprocessors/label-encoder.ts")).default,
  },
  {
    name: "min-max-scaler",
    aliases: ["min_max_scaler", "minmax_scaler", "sklearn.preprocessing.MinMaxScaler"],
    family: "scaler",
    summary: "Maps the least training value to 0 and the greatest to 1.",
    load: async () => (await import("../preprocessors/min-max-scaler.ts")).default,
  },
  {
    name: "null-flags",
    aliases: ["null_flags", "isnull_cols", "IsNull_cols"],
    family: "columns",
    summary: "Adds <column>_isnull, Null or Notnull, for each column that lacked values in training.",
    load: async () => (await import("../preprocessors/null-flags.ts")).default,
  },
  {
    name: "one-hot-encoder",
    aliases: ["one_hot_encoder", "onehot_encoder", "sklearn.preprocessing.OneHotEncoder"],
    family: "encoder",
    summary: "Replaces a column by one 0/1 column for each of its categories.",
    load: async () => (await import("../preprocessors/one-hot-encoder.ts")).default,
  },
  {
    name: "ordinal-encoder",
    aliases: ["ordinal_encoder", "sklearn.preprocessing.OrdinalEncoder"],
    family: "encoder",
    summary: "Replaces each category by its position among the sorted ones.",
    load: async () => (await import("../preprocessors/ordinal-encoder.ts")).default,
  },
  {
    name: "outlier-treatment",
    aliases: ["outlier_treatment", "outlier_handler"],
    family: "outlier",
    summary: "Clips, empties or drops unusual values by IQR, z-score or an isolation forest.",
    load: async () => (await import("../preprocessors/outlier-treatment.ts")).default,
  },
  {
    name: "polynomial-features",
    aliases: ["polynomial_features", "sklearn.preprocessing.PolynomialFeatures"],
    family: "feature_generation",
    summary: "Adds the products of columns up to a degree.",
    load: async () => (await import("../preprocessors/polynomial-features.ts")).default,
  },
  {
    name: "robust-scaler",
    aliases: ["robust_scaler", "sklearn.preprocessing.RobustScaler"],
    family: "scaler",
    summary: "Subtracts the median and divides by the interquartile range.",
    load: async () => (await import("../preprocessors/robust-scaler.ts")).default,
  },
  {
    name: "simple-imputer",
    aliases: ["simple_imputer", "sklearn.impute.SimpleImputer"],
    family: "missing",
    summary: "Fills missing values with the column's mean, median, most frequent value or a constant.",
    load: async () => (await import("../preprocessors/simple-imputer.ts")).default,
  },
  {
    name: "standard-scaler",
    aliases: ["standard_scaler", "sklearn.preprocessing.StandardScaler"],
    family: "scaler",
    summary: "Subtracts the mean and divides by the standard deviation.",
    load: async () => (await import("../preprocessors/standard-scaler.ts")).default,
  },
  {
    name: "target-encoder",
    aliases: ["target_encoder", "sklearn.preprocessing.TargetEncoder"],
    family: "encoder",
    summary: "Replaces each category by the smoothed mean of the target, out of fold in training.",
    load: async () => (await import("../preprocessors/target-encoder.ts")).default,
  },
  {
    name: "tree-based-feature-generator",
    aliases: ["tree_based_feature_generator"],
    family: "feature_generation",
    summary: "Adds the leaves of shallow trees that learn the target.",
    load: async () => (await import("../preprocessors/tree-based-feature-generator.ts")).default,
  },
];

/**
 * The entry of a name or alias.
 *
 * @param where for the message: the file and line that name it
 * @throws MlopsError PREPROCESSOR_UNKNOWN with the one that was probably meant
 */
export function findPreprocessor(name: string, where?: string): PreprocessorEntry {
  const entry = preprocessorCatalogue.find((each) => each.name === name || each.aliases.includes(name));
  if (entry !== undefined) return entry;
  const names = preprocessorCatalogue.map((each) => each.aliases[0] ?? each.name);
  const near = nearestName(name, names);
  throw new MlopsError(
    "PREPROCESSOR_UNKNOWN",
    `There is no preprocessing step "${name}"${where === undefined ? "" : ` (${where})`}; there are ${names.join(", ")}.`,
    {
      ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
      details: { type: name, available: names, ...(where === undefined ? {} : { where }) },
    },
  );
}
