import { type JsonValue, MlopsError } from "@mlops/core";
import { nearestName } from "@mlops/table";
import type { z } from "zod";

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
  for (const [index, spec] of specs.entries()) {
    const where = spec.where?.();
    const preprocessor = await load(spec.type, where);
    const label = `Step ${index + 1} (${spec.type}${where === undefined ? "" : `, ${where}`})`;
    resolved.push({ type: spec.type, label, preprocessor, options: checkedOptions(preprocessor, spec, label) });
  }
  return resolved;
}

function checkedOptions({ options: schema }: Preprocessor, spec: StepSpec, label: string): unknown {
  const parsed = schema.safeParse(spec.options);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const parameter = unknown ?? String(issue?.path[0] ?? "");
  const value = spec.options[parameter];
  const where = spec.where?.(parameter);
  const details = { step: spec.type, parameter, value: value ?? null, ...(where === undefined ? {} : { where }) };
  if (unknown !== undefined) throw unknownParameter(label, unknown, schema, details);
  throw new MlopsError(
    "PREPROCESSOR_OPTION_INVALID",
    `${label} has ${parameter}: ${JSON.stringify(value) ?? "nothing"}. ${issue?.message ?? ""}.`,
    { details },
  );
}

function unknownParameter(label: string, name: string, schema: z.ZodType, details: object): MlopsError {
  const known = parameterNames(schema);
  const near = nearestName(name, known);
  return new MlopsError(
    "PREPROCESSOR_OPTION_INVALID",
    `${label} has no parameter "${name}"; it has ${known.join(", ")}.`,
    { ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }), details: { ...details, known } },
  );
}

/** Parameters of a step whose options are an object, for messages and help. */
export function parameterNames(schema: z.ZodType): string[] {
  const { shape } = schema as { readonly shape?: Readonly<Record<string, unknown>> };
  return Object.keys(shape ?? {});
}
