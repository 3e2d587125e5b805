import { type Feature, type JsonValue, MlopsError, randomKey, splitKey } from "@mlops/core";
import { type Column, Table } from "@mlops/table";

import { conformTable } from "./conform-table.ts";
import { inputColumns } from "./input-column.ts";
import { orderWarnings } from "./order-warnings.ts";
import { type FittedStep, type Preparation, preparationOf } from "./preparation.ts";
import { featureSchemas, prepareFeatures } from "./prepared-features.ts";
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
}

export interface FittedPreparation {
  readonly preparation: Preparation;
  /** The training rows that are left, prepared. */
  readonly features: readonly Feature[];
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
  { targets = [], exclude = [], features, seed = 42 }: FitPreparationOptions = {},
): FittedPreparation {
  const kept = table.select(featureNames(table, [...targets, ...exclude], features));
  assertRows(kept, "The training part has no rows.");
  const inputs = inputColumns(kept);
  const warnings = orderWarnings(steps.map(({ label, preprocessor }) => ({ label, family: preprocessor.family })));
  const run = new FittingRun(conformTable(kept, inputs), table.without(kept.columnNames), targets);
  const fitted = steps.map((step, index) => run.fit(step, splitKey(randomKey(seed), index, step.type), warnings));
  const left = featureSchemas(run.features);
  return {
    preparation: preparationOf(inputs, fitted, left),
    features: prepareFeatures(run.features, left),
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

/** The training rows while steps are fitted on them: features, and the columns that ride along. */
class FittingRun {
  features: Table;
  others: Table;
  readonly #targets: readonly string[];

  constructor(features: Table, others: Table, targets: readonly string[]) {
    this.features = features;
    this.others = others;
    this.#targets = targets;
  }

  fit(step: ResolvedStep, random: ReturnType<typeof randomKey>, warnings: string[]): FittedStep {
    const { preprocessor, options, label, type } = step;
    const state = preprocessor.fit(this.features, options, {
      step: label,
      random,
      warn: (message) => warnings.push(message),
      ...this.#target(),
    });
    if (preprocessor.scope === "table") this.#applyToAll(step, state);
    else this.features = preprocessor.apply(this.features, state);
    return { type, preprocessor, state };
  }

  #target(): { readonly target?: Column } {
    const [name, second] = this.#targets;
    return name === undefined || second !== undefined ? {} : { target: this.others.column(name) };
  }

  #applyToAll({ preprocessor, label }: ResolvedStep, state: JsonValue): void {
    const carried = this.others.columnNames;
    const all = Table.fromColumns([...this.features, ...this.others], this.features.rowCount);
    const changed = preprocessor.apply(all, state);
    this.features = changed.without(carried);
    this.others = changed.select(carried);
    assertRows(this.features, `${label} leaves no row of ${all.rowCount}.`);
  }
}
