import { digestJson, type JsonValue, MlopsError } from "@mlops/core";
import { z } from "zod";

import { parseSpec } from "../parse/parse-spec.ts";
import type { Preprocessor } from "./preprocessor.ts";
import { type InputColumn, inputColumnSchema } from "./input-column.ts";
import { loadBuiltIn, type LoadPreprocessor } from "./resolve-steps.ts";

const FORMAT = "mlops-preparation/1";

const featureSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("numeric"), name: z.string() }),
  z.strictObject({ kind: z.literal("categorical"), name: z.string(), categories: z.array(z.string()) }),
]);

/** What the estimator is given, in this order. Categories are sorted by code point. */
export type FeatureSchema = z.output<typeof featureSchema>;

const json: z.ZodType<JsonValue> = z.json();

const stateSchema = z.strictObject({
  format: z.literal(FORMAT),
  /** How raw rows become the typed columns of `inputs`; absent where they are typed already. */
  parse: parseSpec.optional(),
  inputs: z.array(inputColumnSchema),
  /** Columns of training that steps work on and no feature depends on: new rows need not have them. */
  unused: z.array(inputColumnSchema).default([]),
  steps: z.array(z.strictObject({ type: z.string(), state: json })),
  /**
   * What the ONNX file takes where its border is not at the raw columns: what the last step that is no part of it, and
   * with it every step before, leaves.
   */
  border: z.array(inputColumnSchema).optional(),
  features: z.array(featureSchema),
  /** SHA-256 over names and types of the inputs: data of another schema has another one. */
  schemaDigest: z.string(),
});

/** Everything that a fitted preparation knows, as plain JSON. */
export type PreparationState = z.output<typeof stateSchema>;

/** A preparation that can be applied: its state with the code of its steps. */
export interface Preparation {
  readonly state: PreparationState;
  readonly steps: readonly FittedStep[];
}

export interface FittedStep {
  readonly type: string;
  readonly preprocessor: Preprocessor;
  readonly state: JsonValue;
}

/** A preparation for which new rows need every column of training. */
export function preparationOf(
  inputs: readonly InputColumn[],
  steps: readonly FittedStep[],
  features: readonly FeatureSchema[],
  { parse, border }: Pick<PreparationState, "parse" | "border"> = {},
): Preparation {
  const state: PreparationState = {
    format: FORMAT,
    ...(parse && { parse }),
    inputs: [...inputs],
    unused: [],
    steps: steps.map(({ type, state }) => ({ type, state })),
    features: [...features],
    ...(border && { border }),
    schemaDigest: schemaDigest(inputs),
  };
  return { state, steps };
}

/** The same for which new rows need only the columns named. */
export function needingOnly({ state, steps }: Preparation, needed: ReadonlySet<string>): Preparation {
  const inputs = state.inputs.filter(({ name }) => needed.has(name));
  const unused = [...state.unused, ...state.inputs.filter(({ name }) => !needed.has(name))];
  return { state: { ...state, inputs, unused, schemaDigest: schemaDigest(inputs) }, steps };
}

/**
 * Loads the steps of a stored state.
 *
 * @throws MlopsError PREPROCESSING_STATE_INVALID, PREPROCESSOR_UNKNOWN
 */
export async function openPreparation(stored: unknown, load: LoadPreprocessor = loadBuiltIn): Promise<Preparation> {
  const parsed = stateSchema.safeParse(stored);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalidState(`at ${issue?.path.join(".") || "its root"}: ${issue?.message ?? ""}`);
  }
  const state = parsed.data;
  if (state.schemaDigest !== schemaDigest(state.inputs)) throw invalidState("its columns are not those of its digest");
  const steps = await Promise.all(
    state.steps.map(async ({ type, state }) => ({ type, state, preprocessor: await load(type) })),
  );
  return { state, steps };
}

function schemaDigest(inputs: readonly InputColumn[]): string {
  return digestJson(inputs.map(({ name, type, kind }) => [name, type, kind]));
}

function invalidState(reason: string): MlopsError {
  return new MlopsError("PREPROCESSING_STATE_INVALID", `The stored preparation cannot be used: ${reason}.`);
}
