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
    name: "drop-missing",
    aliases: ["drop_missing"],
    family: "missing",
    summary: "Drops training rows that lack too many values.",
    load: async () => (await import("../preprocessors/drop-missing.ts")).default,
  },
  {
    name: "min-max-scaler",
    aliases: ["min_max_scaler", "minmax_scaler", "sklearn.preprocessing.MinMaxScaler"],
    family: "scaler",
    summary: "Maps the least training value to 0 and the greatest to 1.",
    load: async () => (await import("../preprocessors/min-max-scaler.ts")).default,
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
