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
 * The hyper-parameters of an estimator; also the parameters of anything else whose options are a schema, such as a
 * preprocessing step.
 */
export function estimatorParameters({ options }: Pick<Estimator, "options">): EstimatorParameter[] {
  const schema = z.toJSONSchema(options, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return Object.entries(schema.properties ?? {}).map(([name, parameter]) => ({
    name,
    description: parameter.description ?? "",
    accepted: acceptedBy(parameter),
    default: parameter.default,
  }));
}

/**
 * Options with their defaults. `spelling` answers how the user wrote a parameter's name, for messages.
 *
 * @throws MlopsError ESTIMATOR_OPTION_INVALID naming the parameter, the value and what is accepted; `details.issues` holds
 *   the place of each problem among the options
 */
export function parseOptions<Options extends z.ZodType>(
  estimator: Pick<Estimator<Options>, "name" | "options">,
  given: unknown,
  spelling: (parameter: string) => string = (parameter) => parameter,
): z.output<Options> {
  const parsed = estimator.options.safeParse(given);
  if (parsed.success) return parsed.data;
  const parameters = estimatorParameters(estimator);
  const problems = parsed.error.issues.map((issue) => problemOf(estimator.name, issue, given, parameters, spelling));
  throw new MlopsError("ESTIMATOR_OPTION_INVALID", problems.map(({ message }) => message).join(" "), {
    details: { estimator: estimator.name, issues: problems },
  });
}

interface OptionProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function problemOf(
  estimator: string,
  issue: z.core.$ZodIssue,
  given: unknown,
  parameters: readonly EstimatorParameter[],
  spelling: (parameter: string) => string,
): OptionProblem {
  const names = parameters.map(({ name }) => name);
  if (issue.code === "unrecognized_keys" && issue.path.length === 0) {
    const [unknown = ""] = issue.keys;
    const near = closestName(unknown, names);
    const suggestion = near === undefined ? "" : ` Did you mean "${near}"?`;
    const message = `${estimator} has no parameter "${unknown}".${suggestion} It has: ${names.join(", ")}.`;
    return { path: [unknown], message };
  }
  const [name, ...inside] = issue.path;
  const parameter = parameters.find((each) => each.name === name);
  if (parameter === undefined) return { path: issue.path, message: `${estimator}: ${issue.message}.` };
  const written = spelling(parameter.name);
  const value = JSON.stringify(valueAt(given, parameter.name)) ?? "undefined";
  const detail = issue.code === "custom" ? ` (${issue.message})` : "";
  return {
    path: [written, ...inside],
    message: `${estimator}: "${written}" is ${value}; it has to be ${parameter.accepted}${detail}.`,
  };
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
