import { MlopsError } from "@mlops/core";
import { countNulls, nearestName, type Table } from "@mlops/table";
import { z } from "zod";

import { checkOptions, type GivenOptions } from "./check-options.ts";
import { conformTable } from "./conform-table.ts";
import { detectColumns } from "./detect-columns.ts";
import { type InputColumn, inputColumns } from "./input-column.ts";
import type { StepSpec } from "./resolve-steps.ts";

const names = z.array(z.string().min(1));

/** The parameters of layout v1's preprocessor block. The first choice of each is its default. */
const blockOptions = z.strictObject({
  exclude_cols: names.default([]).describe("Columns that are no features."),
  categorical_features: names.optional().describe("Default: every column of texts."),
  categorical_strategy: z.enum(["onehot", "label", "target"]).default("onehot"),
  numerical_features: names.optional().describe("Default: every column of numbers that is not categorical."),
  numerical_strategy: z.enum(["standard", "minmax", "robust"]).default("standard"),
  missing_strategy: z.enum(["mean", "median", "mode", "drop"]).default("mean"),
  outlier_detection: z.boolean().default(false),
  outlier_method: z.enum(["iqr", "zscore", "isolation_forest"]).default("iqr"),
});

type BlockOptions = z.output<typeof blockOptions>;

/** A preprocessor block of layout v1: options in one place instead of ordered steps. */
export interface BlockSpec extends GivenOptions {
  readonly name: string;
}

export interface BlockPlan {
  readonly exclude: readonly string[];
  readonly steps: readonly StepSpec[];
  readonly warnings: readonly string[];
}

const blockNames = ["default_preprocessor", "custom_preprocessor"];
const scalers = { standard: "standard_scaler", minmax: "min_max_scaler", robust: "robust_scaler" } as const;

/**
 * The steps that a block of layout v1 means for a training table: missing values, outliers, encoders, scalers. Both names
 * mean the same. With `mean` or `median`, texts get a category `NA` of their own; with `mode`, every column its most
 * frequent value; with `drop`, rows that lack a value are left out of training. Outliers by `iqr` and `zscore` are clipped,
 * rows that `isolation_forest` calls outliers are left out of training. Columns without any value, or of instants, are
 * excluded with a warning. New categories are 0 in every one-hot column, −1 with `label`, the mean of the target with `target`.
 *
 * @param others targets and other columns that are no features
 * @throws MlopsError PREPROCESSOR_UNKNOWN, PREPROCESSOR_OPTION_INVALID, TABLE_COLUMN_UNKNOWN for a listed column that is
 *   not there
 */
export function planBlock(block: BlockSpec, table: Table, others: readonly string[] = []): BlockPlan {
  const options = checkBlock(block);
  const left = table.without([...new Set([...options.exclude_cols, ...others])]);
  const present = presentColumns(left);
  const empty = left.columnNames.filter((name) => !present.some((column) => column.name === name));
  const columns = present.filter(({ kind }) => kind !== "instant");
  const instants = namesOf(present.filter(({ kind }) => kind === "instant"));
  const parts = partColumns(options, columns, left);
  const specOf = (step: Step): StepSpec => (block.where === undefined ? step : { ...step, where: block.where });
  return {
    exclude: [...options.exclude_cols, ...empty, ...instants],
    steps: [
      ...missingSteps(options, parts),
      ...outlierSteps(options, parts),
      ...encoderSteps(options, parts),
      ...scalerSteps(options, parts),
    ].map(specOf),
    warnings: [
      ...empty.map((name) => `The column "${name}" has no value at all and is left out.`),
      ...instants.map((name) => `The column "${name}" holds instants, which no model takes, and is left out.`),
      ...unlisted(parts),
      ...rowNames(left),
    ],
  };
}

/**
 * The parameters of a block with their defaults.
 *
 * @throws MlopsError PREPROCESSOR_UNKNOWN, PREPROCESSOR_OPTION_INVALID; `details.parameter` is the one at fault
 */
export function checkBlock(block: BlockSpec): BlockOptions {
  assertName(block);
  const options = checkOptions(blockOptions, block, `The preprocessor ${block.name}`);
  assertDetection(block);
  return options;
}

type Step = Pick<StepSpec, "type" | "options">;

interface Parts {
  readonly categoricalTexts: readonly string[];
  /** Numbers and booleans that the recipe calls categories. */
  readonly otherCategorical: readonly string[];
  readonly numerical: readonly string[];
  readonly booleans: readonly string[];
  /** In neither list, and not boolean: they pass as they are. */
  readonly rest: readonly string[];
}

/** Raw columns that hold at least one value, after texts that mean null. */
function presentColumns(table: Table): InputColumn[] {
  const inputs = inputColumns(table);
  const conformed = conformTable(table, inputs);
  return inputs.filter(({ name }) => countNulls(conformed.column(name).validity, table.rowCount) < table.rowCount);
}

function partColumns(options: BlockOptions, columns: readonly InputColumn[], table: Table): Parts {
  const { categorical_features, numerical_features } = options;
  for (const name of [...(categorical_features ?? []), ...(numerical_features ?? [])]) table.column(name);
  const twice = categorical_features?.find((name) => numerical_features?.includes(name));
  if (twice !== undefined) {
    throw new MlopsError(
      "PREPROCESSOR_OPTION_INVALID",
      `The column "${twice}" is in categorical_features and in numerical_features.`,
      { details: { column: twice } },
    );
  }
  const isCategorical = ({ name, kind }: InputColumn): boolean =>
    categorical_features?.includes(name) ?? (kind === "text" && numerical_features?.includes(name) !== true);
  const categorical = columns.filter(isCategorical);
  const plain = columns.filter((column) => !isCategorical(column));
  const numerical = plain.filter(({ name, kind }) => numerical_features?.includes(name) ?? kind === "number");
  const neither = plain.filter((column) => !numerical.includes(column));
  return {
    categoricalTexts: namesOf(categorical.filter(({ kind }) => kind === "text")),
    otherCategorical: namesOf(categorical.filter(({ kind }) => kind !== "text")),
    numerical: namesOf(numerical),
    booleans: namesOf(neither.filter(({ kind }) => kind === "boolean")),
    rest: namesOf(neither.filter(({ kind }) => kind !== "boolean")),
  };
}

function namesOf(columns: readonly InputColumn[]): string[] {
  return columns.map(({ name }) => name);
}

function missingSteps({ missing_strategy, categorical_strategy }: BlockOptions, parts: Parts): Step[] {
  const { categoricalTexts, otherCategorical, numerical, booleans } = parts;
  const all = [...numerical, ...categoricalTexts, ...otherCategorical, ...booleans];
  if (missing_strategy === "drop") return onColumns("drop_missing", all);
  if (missing_strategy === "mode") return onColumns("simple_imputer", all, { strategy: "most_frequent" });
  // One-hot makes missing values a category by itself; codes have no place for one.
  const byMode = [...booleans, ...(categorical_strategy === "label" ? otherCategorical : [])];
  return [
    ...onColumns("simple_imputer", numerical, { strategy: missing_strategy }),
    ...onColumns("simple_imputer", categoricalTexts, { strategy: "constant", fill_value: "NA" }),
    ...onColumns("simple_imputer", byMode, { strategy: "most_frequent" }),
  ];
}

function outlierSteps({ outlier_detection, outlier_method }: BlockOptions, { numerical }: Parts): Step[] {
  return outlier_detection ? onColumns("outlier_treatment", numerical, { method: outlier_method }) : [];
}

function encoderSteps({ categorical_strategy }: BlockOptions, parts: Parts): Step[] {
  const columns = [...parts.categoricalTexts, ...parts.otherCategorical];
  if (categorical_strategy === "target") return onColumns("target_encoder", columns);
  return categorical_strategy === "label"
    ? onColumns("ordinal_encoder", columns, { handle_unknown: "use_encoded_value", unknown_value: -1 })
    : onColumns("one_hot_encoder", columns, { handle_unknown: "ignore" });
}

function scalerSteps({ numerical_strategy }: BlockOptions, { numerical }: Parts): Step[] {
  return onColumns(scalers[numerical_strategy], numerical);
}

function onColumns(type: string, columns: readonly string[], options: StepSpec["options"] = {}): Step[] {
  return columns.length === 0 ? [] : [{ type, options: { ...options, columns: [...columns] } }];
}

function unlisted({ rest }: Parts): string[] {
  if (rest.length === 0) return [];
  const listed = rest.map((name) => `"${name}"`).join(", ");
  return [`The preprocessor does not touch ${listed}, in neither categorical_features nor numerical_features.`];
}

/** Encoded all the same, since the recipe did not exclude them: one column for each training row. */
function rowNames(table: Table): string[] {
  return detectColumns(table)
    .filter(({ idLike }) => idLike)
    .map(
      ({ name }) => `The column "${name}" has another value in every row: add it to exclude_cols if it names the row.`,
    );
}

function assertName({ name, where }: BlockSpec): void {
  if (blockNames.includes(name)) return;
  const near = nearestName(name, blockNames);
  const at = where === undefined ? "" : ` (${where("name")})`;
  throw new MlopsError(
    "PREPROCESSOR_UNKNOWN",
    `There is no preprocessor "${name}"${at}; there are ${blockNames.join(", ")}.`,
    near === undefined ? {} : { hint: `Did you mean "${near}"?` },
  );
}

/** A method would have no effect where detection is neither asked for nor turned off. */
function assertDetection({ options, where, name }: BlockSpec): void {
  const method = options["outlier_method"];
  if (method === undefined || options["outlier_detection"] !== undefined) return;
  const at = where === undefined ? "" : ` at ${where("outlier_method")}`;
  throw new MlopsError(
    "PREPROCESSOR_OPTION_INVALID",
    `The preprocessor ${name} has outlier_method: ${JSON.stringify(method)}${at}, which has an effect only with outlier_detection: true.`,
    { details: { parameter: "outlier_method", value: method, ...(where && { where: where("outlier_method") }) } },
  );
}
