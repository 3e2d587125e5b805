import { type Feature, isMlopsError, MlopsError, type RandomKey, randomKey, splitKey, type Target } from "@mlops/core";
import { Table } from "@mlops/table";

import type { ParseSpec } from "../parse/parse-spec.ts";
import { applyPreparation } from "./apply-preparation.ts";
import { conformTable } from "./conform-table.ts";
import { borderColumns, hostStepCount } from "./host-steps.ts";
import { type InputColumn, inputColumns } from "./input-column.ts";
import { readLabels, readNumericTarget } from "./labels.ts";
import { orderWarnings } from "./order-warnings.ts";
import { neededInputs } from "./needed-inputs.ts";
import { type FittedStep, needingOnly, type Preparation, preparationOf } from "./preparation.ts";
import { featureSchemas, prepareFeatures } from "./prepared-features.ts";
import type { PreprocessorContext } from "./preprocessor.ts";
import type { ResolvedStep } from "./resolve-steps.ts";

export interface FitPreparationOptions {
  /** The columns to predict: never features. With one, steps may learn from it. */
  readonly targets?: readonly string[];
  /** Columns that are no features: identifiers, times, weights, what names the outcome. */
  readonly exclude?: readonly string[];
  /** Default: every column that is neither target nor excluded. */
  readonly features?: readonly string[];
  /** Of steps that draw random numbers. Default 42. */
  readonly seed?: number;
  /**
   * Reads the single target for steps that learn from it, from the columns that ride along with the rows that are left.
   * Default: classes of texts and booleans, values of numbers.
   */
  readonly readTarget?: (others: Table) => Target;
  /** How the table was parsed: kept with the preparation, for the rows to come. */
  readonly parse?: ParseSpec;
}

export interface FittedPreparation {
  readonly preparation: Preparation;
  /** The training rows that are left, prepared. */
  readonly features: readonly Feature[];
  /** The same as a table. */
  readonly prepared: Table;
  /** Targets and excluded columns of the same rows. */
  readonly others: Table;
  readonly warnings: readonly string[];
}

/**
 * Fits the steps, one after the other, on the training part.
 *
 * @throws MlopsError TABLE_COLUMN_UNKNOWN for a target, feature or excluded column that is not there, PREPROCESSING_…
 */
export function fitPreparation(
  table: Table,
  steps: readonly ResolvedStep[],
  { targets = [], exclude = [], features, seed = 42, readTarget, parse }: FitPreparationOptions = {},
): FittedPreparation {
  const kept = table.select(featureNames(table, [...targets, ...exclude], features));
  assertRows(kept, "The training part has no rows.");
  const inputs = inputColumns(kept);
  const warnings = orderWarnings(steps.map(({ label, preprocessor }) => ({ label, family: preprocessor.family })));
  const read = readTarget ?? usualTarget(targets);
  const run = new FittingRun(conformTable(kept, inputs), table.without(kept.columnNames), read);
  const hostSteps = hostStepCount(steps);
  const fitted: FittedStep[] = [];
  let border: InputColumn[] | undefined;
  for (const [index, step] of steps.entries()) {
    fitted.push(run.fit(step, splitKey(randomKey(seed), index, step.type), warnings));
    if (index + 1 === hostSteps) border = borderColumns(run.features);
  }
  if (hostSteps > 0) warnings.push(hostWarning(steps.slice(0, hostSteps)));
  const left = featureSchemas(run.features);
  const preparation = preparationOf(inputs, fitted, left, { ...(parse && { parse }), ...(border && { border }) });
  return {
    preparation: withoutUnused(preparation, kept),
    features: prepareFeatures(run.features, left),
    prepared: run.features,
    others: run.others,
    warnings,
  };
}

function featureNames(table: Table, others: readonly string[], features: readonly string[] | undefined): string[] {
  for (const name of [...others, ...(features ?? [])]) table.column(name);
  const twice = features?.find((name) => others.includes(name));
  if (twice !== undefined) {
    throw new MlopsError("PREPROCESSING_FIT_INVALID", `The column "${twice}" cannot be both a feature and left out.`, {
      details: { column: twice },
    });
  }
  return [...(features ?? table.columnNames.filter((name) => !others.includes(name)))];
}

function assertRows(table: Table, message: string): void {
  if (table.rowCount === 0) throw new MlopsError("PREPROCESSING_FIT_INVALID", message);
}

function hostWarning(steps: readonly ResolvedStep[]): string {
  const labels = steps.map(({ label }) => label).join(", ");
  return `${labels} ${steps.length === 1 ? "runs" : "run"} in TypeScript before the ONNX file, which takes what ${steps.length === 1 ? "it leaves" : "they leave"}.`;
}

/**
 * Which columns are needed is told by the nodes of the steps, where all have them. Where a step refuses missing values,
 * every column stays needed: it would refuse those that stand for unused ones.
 */
function withoutUnused(preparation: Preparation, training: Table): Preparation {
  const { border } = preparation.state;
  const refuses = preparation.steps.some(
    ({ preprocessor }) => preprocessor.scope === "table" && preprocessor.atPrediction === "refuse",
  );
  if (border !== undefined || refuses) return preparation;
  const reduced = needingOnly(preparation, neededInputs(preparation));
  try {
    applyPreparation(training.slice(0, 1), reduced);
    return reduced;
  } catch (error) {
    if (isMlopsError(error)) return preparation;
    throw error;
  }
}

/** Undefined where there is no target, or several. */
function usualTarget([name, second]: readonly string[]): ((others: Table) => Target) | undefined {
  if (name === undefined || second !== undefined) return undefined;
  return (others) => {
    const { type } = others.column(name);
    return type === "string" || type === "bool" ? readLabels(others, name) : readNumericTarget(others, name);
  };
}

/** The training rows while steps are fitted on them: features, and the columns that ride along. */
class FittingRun {
  features: Table;
  others: Table;
  readonly #readTarget: ((others: Table) => Target) | undefined;

  constructor(features: Table, others: Table, readTarget: ((others: Table) => Target) | undefined) {
    this.features = features;
    this.others = others;
    this.#readTarget = readTarget;
  }

  fit({ preprocessor, options, label, type }: ResolvedStep, random: RandomKey, warnings: string[]): FittedStep {
    const context = (): PreprocessorContext =>
      fittingContext(label, random, (message) => warnings.push(message), this.others, this.#readTarget);
    const state = preprocessor.fit(this.features, options, context());
    if (preprocessor.scope === "table") {
      this.#applyToAll((table) => preprocessor.apply(table, state), label);
      return { type, preprocessor, state };
    }
    const kept = preprocessor.keepInTraining?.(this.features, state);
    if (kept?.includes(0) === true) this.#applyToAll((table) => table.filter(kept), label);
    this.features =
      preprocessor.applyInTraining?.(this.features, state, options, context()) ??
      preprocessor.apply(this.features, state);
    return { type, preprocessor, state };
  }

  #applyToAll(change: (table: Table) => Table, label: string): void {
    const carried = this.others.columnNames;
    const all = Table.fromColumns([...this.features, ...this.others], this.features.rowCount);
    const changed = change(all);
    this.features = changed.without(carried);
    this.others = changed.select(carried);
    assertRows(this.features, `${label} leaves no row of ${all.rowCount}.`);
  }
}

/** The target is read once a step asks for it: most do not. */
function fittingContext(
  step: string,
  random: RandomKey,
  warn: (message: string) => void,
  others: Table,
  readTarget: ((others: Table) => Target) | undefined,
): PreprocessorContext {
  const context = { step, random, warn };
  if (readTarget === undefined) return context;
  let read: Target | undefined;
  return Object.defineProperty(context, "target", { enumerable: true, get: () => (read ??= readTarget(others)) });
}
