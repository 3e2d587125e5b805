import { MlopsError } from "@mlops/core";
import { z } from "zod";

import { closestName } from "./closest-name.ts";
import type { Estimator } from "./define-estimator.ts";

/** One hyper-parameter, for help and lists. */
export interface EstimatorParameter {
  readonly name: string;
  readonly description: string;
  /** What it may be, in words: `a number > 0`. */
  readonly accepted: string;
  /** JSON; undefined where it has to be given. */
  readonly default: unknown;
}

/** The parts of JSON Schema that options are made of. */
interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/**
 * The hyper-parameters of an estimator, under an alias with the defaults that it has there; also the parameters of
 * anything else whose options are a schema, such as a preprocessing step.
 */
export function estimatorParameters(
  estimator: Pick<Estimator, "options" | "aliasDefaults">,
  calledAs?: string,
): EstimatorParameter[] {
  const schema = z.toJSONSchema(estimator.options, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const defaults = aliasDefaults(estimator, calledAs);
  return Object.entries(schema.properties ?? {}).map(([name, parameter]) => ({
    name,
    description: parameter.description ?? "",
    accepted: acceptedBy(parameter),
    default: Object.hasOwn(defaults, name) ? defaults[name] : parameter.default,
  }));
}

/**
 * Options with their defaults.
 *
 * @throws MlopsError ESTIMATOR_OPTION_INVALID naming the parameter, the value and what is accepted
 */
export function parseOptions<Options extends z.ZodType>(
  estimator: Estimator<Options>,
  options: unknown,
  calledAs?: string,
): z.output<Options> {
  const given: unknown =
    typeof options === "object" && options !== null ? { ...aliasDefaults(estimator, calledAs), ...options } : options;
  const parsed = estimator.options.safeParse(given);
  if (parsed.success) return parsed.data;
  const parameters = estimatorParameters(estimator, calledAs);
  const problems = parsed.error.issues.map((issue) => problemOf(estimator.name, issue, given, parameters));
  throw new MlopsError("ESTIMATOR_OPTION_INVALID", problems.join(" "), {
    details: { estimator: estimator.name, issues: parsed.error.issues.map(({ path, message }) => ({ path, message })) },
  });
}

function aliasDefaults(
  { aliasDefaults }: Pick<Estimator, "aliasDefaults">,
  calledAs: string | undefined,
): Readonly<Record<string, unknown>> {
  return (calledAs === undefined ? undefined : aliasDefaults?.[calledAs]) ?? {};
}

function problemOf(
  estimator: string,
  issue: z.core.$ZodIssue,
  given: unknown,
  parameters: readonly EstimatorParameter[],
): string {
  const names = parameters.map(({ name }) => name);
  if (issue.code === "unrecognized_keys" && issue.path.length === 0) {
    const [unknown = ""] = issue.keys;
    const near = closestName(unknown, names);
    const suggestion = near === undefined ? "" : ` Did you mean "${near}"?`;
    return `${estimator} has no parameter "${unknown}".${suggestion} It has: ${names.join(", ")}.`;
  }
  const [name] = issue.path;
  const parameter = parameters.find((each) => each.name === name);
  if (parameter === undefined) return `${estimator}: ${issue.message}.`;
  const value = JSON.stringify(valueAt(given, parameter.name)) ?? "undefined";
  const detail = issue.code === "custom" ? ` (${issue.message})` : "";
  return `${estimator}: "${parameter.name}" is ${value}; it has to be ${parameter.accepted}${detail}.`;
}

function valueAt(container: unknown, name: string): unknown {
  const value: unknown = typeof container === "object" && container !== null ? Reflect.get(container, name) : undefined;
  // JSON has no word for these, and null would mislead.
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

function acceptedBy(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(acceptedBy).join(" or ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" or ");
  if (typeof schema.type === "object") {
    return schema.type.map((type) => acceptedBy({ ...schema, type })).join(" or ");
  }
  switch (schema.type) {
    case "number":
      return `a number${boundsOf(schema)}`;
    case "integer":
      return `a whole number${boundsOf(schema)}`;
    case "boolean":
      return "true or false";
    case "string":
      return "a text";
    case "null":
      return "null";
    case "array":
      return `a list, each ${acceptedBy(schema.items ?? {})}`;
    case "object":
      return typeof schema.additionalProperties === "object"
        ? `a map to ${acceptedBy(schema.additionalProperties)}`
        : "a map";
    default:
      return "a value";
  }
}

function boundsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const bounds = [
    exclusiveMinimum === undefined ? [] : [`> ${exclusiveMinimum}`],
    // The bounds of safe integers are those of the type, not of the parameter.
    minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? [] : [`≥ ${minimum}`],
    exclusiveMaximum === undefined ? [] : [`< ${exclusiveMaximum}`],
    maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : [`≤ ${maximum}`],
  ].flat();
  return bounds.length === 0 ? "" : ` ${bounds.join(" and ")}`;
}
