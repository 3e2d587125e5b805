import { MlopsError, type Target } from "@mlops/core";
import {
  detectColumns,
  fitPreparation,
  type FittedPreparation,
  planBlock,
  type Preparation,
  readLabels,
  readNumericTarget,
  resolveSteps,
  type StepSpec,
} from "@mlops/preprocessing";
import type { Table } from "@mlops/table";

import { customStepLoader } from "../custom-steps/custom-step-loader.ts";
import { targetsOf } from "./several-targets.ts";
import type { TablePlan } from "./table-plan.ts";
import { partOf, type TableWork } from "./table-work.ts";

export interface FittedSteps {
  readonly fitted: FittedPreparation;
  /** What planning and fitting the steps had to say. */
  readonly warnings: readonly string[];
}

/**
 * Fits the recipe's steps on the training part.
 *
 * @throws MlopsError EVALUATION_SPLIT_EMPTY, PREPROCESSOR_…, PREPROCESSING_…
 */
export async function fitSteps(work: TableWork, plan: TablePlan, seed: number): Promise<FittedSteps> {
  const train = partOf(work, "train");
  if (!train) throw new MlopsError("EVALUATION_SPLIT_EMPTY", "The split has no training part.");
  const { steps, exclude, warnings } = stepsFor(train.table, plan);
  const fitted = fitPreparation(train.table, await resolveSteps(steps, customStepLoader(plan.customSteps)), {
    targets: targetsOf(plan),
    exclude,
    seed,
    ...(plan.otherTargets === undefined && { readTarget: (others) => targetOf(others, plan, work.target) }),
    ...(plan.parse && { parse: plan.parse }),
    ...(plan.features && { features: plan.features.filter((name) => !exclude.includes(name)) }),
  });
  return { fitted, warnings: [...rowNames(train.table, fitted.preparation), ...warnings, ...fitted.warnings] };
}

/** Features that name their row, such as customer numbers: a model can learn nothing from them that holds for others. */
function rowNames(table: Table, { state }: Preparation): string[] {
  const inputs = new Set(state.inputs.map(({ name }) => name));
  return detectColumns(table)
    .filter(({ name, idLike }) => idLike && inputs.has(name))
    .map(({ name }) => `The column "${name}" seems to name the rows; exclude it if it does.`);
}

/** The recipe's steps; without any, those of layout v1's default preprocessor for this table. */
function stepsFor(
  table: Table,
  plan: TablePlan,
): { readonly steps: readonly StepSpec[]; readonly exclude: readonly string[]; readonly warnings: readonly string[] } {
  if (plan.steps) return { steps: plan.steps, exclude: plan.exclude, warnings: [] };
  const block = plan.block ?? { name: "default_preprocessor", options: {} };
  const unnamed = table.columnNames.filter((name) => plan.features?.includes(name) === false);
  const planned = planBlock(block, table, [...targetsOf(plan), ...plan.exclude, ...unnamed]);
  return {
    ...planned,
    exclude: [...new Set([...plan.exclude, ...planned.exclude])].filter((name) => !targetsOf(plan).includes(name)),
  };
}

/** Steps may drop rows: the target is read again from what they left, coded by the classes of all rows. */
export function targetOf(others: Table, plan: TablePlan, all: Target): Target {
  if (all.kind === "values") return readNumericTarget(others, plan.target);
  return readLabels(others, plan.target, all.classes);
}
