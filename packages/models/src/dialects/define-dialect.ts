import type { EstimatorTask, JsonObject, JsonValue } from "@mlops/core";
import type { z } from "zod";

/** What a parameter of another library does here. */
type Meaning =
  /** It is an option of the native estimator. */
  | { readonly kind: "option"; readonly name: string | null; readonly convert: (value: JsonValue) => JsonValue }
  /** An integer seeds the fit instead of the run's seed; null leaves that. */
  | { readonly kind: "seed" }
  /** It cannot matter here; a recipe that sets it is told why. */
  | { readonly kind: "no-effect"; readonly because: string }
  /** `ClassTable.combine` reads it together with others. */
  | { readonly kind: "combined" };

/** One parameter of a class: what the library accepts that is supported here, its default, and what it does. */
export interface ClassParameter {
  /** With the library's default and a description. */
  readonly accepts: z.ZodType;
  /** Other spellings: `lambda` of `reg_lambda`. */
  readonly aliases?: readonly string[];
  readonly meaning: Meaning;
}

/** A class of another library, and the native estimator that computes what it does. */
export interface ClassTable {
  /** `sklearn.linear_model.LogisticRegression` */
  readonly classPath: string;
  /** Other import paths of the same class. */
  readonly aliases?: readonly string[];
  /** Name of the native estimator. */
  readonly estimator: string;
  /** Of a class that has one task where the native estimator has more. */
  readonly task?: EstimatorTask;
  readonly parameters: Readonly<Record<string, ClassParameter>>;
  /** Native options that the class has no parameter for. */
  readonly fixed?: JsonObject;
  /** Native options that follow from several parameters; they win over those of single ones. */
  readonly combine?: (parameters: JsonObject) => JsonObject;
  /** How the native computation differs from the library's, where it does; recorded with the model. */
  readonly differences?: readonly string[];
}

/** The classes of one family of a library: a file in `tables/`, default-exported. */
export interface Dialect {
  /** As users call it: `scikit-learn`. */
  readonly library: string;
  readonly classes: readonly ClassTable[];
}

export function defineDialect(dialect: Dialect): Dialect {
  return dialect;
}

/** A parameter that is a native option: of the same name unless `name` says another. */
export function option(
  accepts: z.ZodType,
  {
    name,
    convert,
    aliases = [],
  }: { name?: string; convert?: (value: JsonValue) => JsonValue; aliases?: readonly string[] } = {},
): ClassParameter {
  return { accepts, aliases, meaning: { kind: "option", name: name ?? null, convert: convert ?? ((value) => value) } };
}

/** `random_state` and its like. */
export function seed(accepts: z.ZodType, aliases: readonly string[] = []): ClassParameter {
  return { accepts, aliases, meaning: { kind: "seed" } };
}

/** @param because completes "… has no effect: " */
export function noEffect(accepts: z.ZodType, because: string, aliases: readonly string[] = []): ClassParameter {
  return { accepts, aliases, meaning: { kind: "no-effect", because } };
}

/** A parameter that the table's `combine` reads. */
export function combined(accepts: z.ZodType, aliases: readonly string[] = []): ClassParameter {
  return { accepts, aliases, meaning: { kind: "combined" } };
}
