import type { JsonValue } from "@mlops/core";

import { checkOptions } from "./check-options.ts";
import { findPreprocessor } from "./preprocessor-catalogue.ts";
import type { Preprocessor } from "./preprocessor.ts";

/** A step as a recipe writes it. */
export interface StepSpec {
  readonly type: string;
  readonly options: Readonly<Record<string, JsonValue>>;
  /** Where the step, or one of its parameters, stands: `recipes/credit.yaml:12`. */
  readonly where?: (parameter?: string) => string;
}

/** A step that can be fitted: its parameters are checked and have their defaults. */
export interface ResolvedStep {
  /** The name under which a stored preparation finds it again. */
  readonly type: string;
  /** For messages: `Step 2 (standard_scaler, recipes/credit.yaml:12)`. */
  readonly label: string;
  readonly preprocessor: Preprocessor;
  readonly options: unknown;
}

/** Loads the step of a type; the default knows the built-in ones. */
export type LoadPreprocessor = (type: string, where?: string) => Promise<Preprocessor>;

export const loadBuiltIn: LoadPreprocessor = async (type, where) => findPreprocessor(type, where).load();

/**
 * Loads each step and checks its parameters.
 *
 * @throws MlopsError PREPROCESSOR_UNKNOWN, PREPROCESSOR_OPTION_INVALID naming step, parameter, value and what is allowed
 */
export async function resolveSteps(
  specs: readonly StepSpec[],
  load: LoadPreprocessor = loadBuiltIn,
): Promise<ResolvedStep[]> {
  const resolved: ResolvedStep[] = [];
  for (const [index, spec] of specs.entries()) resolved.push(await resolveStep(spec, index, load));
  return resolved;
}

/**
 * Loads one step and checks its parameters.
 *
 * @param index position among the steps, from 0, for messages
 * @throws MlopsError as `resolveSteps`; `details.parameter` is the one at fault
 */
export async function resolveStep(
  spec: StepSpec,
  index: number,
  load: LoadPreprocessor = loadBuiltIn,
): Promise<ResolvedStep> {
  const where = spec.where?.();
  const preprocessor = await load(spec.type, where);
  const label = `Step ${index + 1} (${spec.type}${where === undefined ? "" : `, ${where}`})`;
  return { type: spec.type, label, preprocessor, options: checkOptions(preprocessor.options, spec, label) };
}
