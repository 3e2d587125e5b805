import { type JsonObject, type JsonValue, MlopsError } from "@mlops/core";
import { z } from "zod";

import { type EstimatorParameter, estimatorParameters, parseOptions } from "../estimator/estimator-options.ts";
import type { ClassParameter, ClassTable } from "./define-dialect.ts";

/** How a class of another library became native options: recorded with the model. Plain JSON. */
export interface ClassMapping {
  readonly library: string;
  readonly classPath: string;
  /** All parameters of the class, defaults included, by their own names. */
  readonly parameters: JsonObject;
  /** Parameters that the recipe sets and that have no effect here, with the reason. */
  readonly notes: readonly string[];
  /** How the native computation differs from the library's. */
  readonly differences: readonly string[];
}

interface Translation {
  /** As the native estimator takes them; not yet parsed. */
  readonly options: JsonObject;
  readonly parameters: JsonObject;
  readonly notes: readonly string[];
  /** What the class's own seed parameter says. */
  readonly seed?: number;
}

/** The parameters of a class by the library's names, for help and lists. */
export function classParameters(table: ClassTable): EstimatorParameter[] {
  return estimatorParameters({ options: schemaOf(table) });
}

/**
 * Native options of a class's parameters.
 *
 * @throws MlopsError ESTIMATOR_OPTION_INVALID naming the parameter, the value and what is accepted
 */
export function translateOptions(table: ClassTable, given: unknown): Translation {
  const { named, spelling } = isMap(given) ? ownNames(table, given) : { named: given, spelling: undefined };
  const parameters = parseOptions({ name: table.classPath, options: schemaOf(table) }, named, spelling) as JsonObject;
  const options: Record<string, JsonValue> = { ...table.fixed };
  const notes: string[] = [];
  let seed: number | undefined;
  for (const [name, { meaning }] of Object.entries(table.parameters)) {
    const value = parameters[name];
    if (value === undefined) continue;
    if (meaning.kind === "option") options[meaning.name ?? name] = meaning.convert(value);
    else if (meaning.kind === "seed" && typeof value === "number") seed = value;
    else if (meaning.kind === "no-effect" && isMap(named) && Object.hasOwn(named, name)) {
      notes.push(`${table.classPath}: ${name} has no effect: ${meaning.because}.`);
    }
  }
  return {
    options: { ...options, ...table.combine?.(parameters) },
    parameters,
    notes,
    ...(seed !== undefined && { seed }),
  };
}

function schemaOf({ parameters }: ClassTable): z.ZodObject {
  return z.strictObject(Object.fromEntries(Object.entries(parameters).map(([name, { accepts }]) => [name, accepts])));
}

/** Parameters by the class's own names, and how they are written. */
function ownNames(
  table: ClassTable,
  given: Readonly<Record<string, unknown>>,
): { readonly named: Readonly<Record<string, unknown>>; readonly spelling: (name: string) => string } {
  const spellings = new Map<string, string>();
  for (const written of Object.keys(given)) {
    const name = nameOf(table.parameters, written);
    const other = spellings.get(name);
    if (other !== undefined) {
      const message = `${table.classPath}: "${written}" and "${other}" are two spellings of ${name}; give one.`;
      throw new MlopsError("ESTIMATOR_OPTION_INVALID", message, {
        details: { estimator: table.classPath, issues: [{ path: [written], message }] },
      });
    }
    spellings.set(name, written);
  }
  const spelling = (name: string): string => spellings.get(name) ?? name;
  const named = Object.fromEntries([...spellings].map(([name, written]) => [name, given[written]]));
  return { named, spelling };
}

function nameOf(parameters: Readonly<Record<string, ClassParameter>>, written: string): string {
  if (Object.hasOwn(parameters, written)) return written;
  return Object.entries(parameters).find(([, { aliases = [] }]) => aliases.includes(written))?.[0] ?? written;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
