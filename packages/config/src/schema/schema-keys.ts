import type { z } from "zod";

import type { KeyPath } from "../yaml/key-path.ts";

type Schema = z.core.$ZodType;

/** Longest dotted path that is listed: recipes nest estimators in estimators without end. */
const DEEPEST = 6;

function definitionOf(schema: Schema): z.core.$ZodTypes["_zod"]["def"] {
  return (schema as unknown as { readonly def: z.core.$ZodTypes["_zod"]["def"] }).def;
}

/** What stands inside optional, default, preprocess and the like: the object, record, array, union or scalar schemas. */
function unwrap(schema: Schema): readonly Schema[] {
  const def = definitionOf(schema);
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
    case "nonoptional":
    case "catch":
      return unwrap(def.innerType);
    case "lazy":
      return unwrap(def.getter());
    case "pipe":
      return definitionOf(def.in).type === "transform" ? unwrap(def.out) : unwrap(def.in);
    case "union":
      return def.options.flatMap(unwrap);
    default:
      return [schema];
  }
}

function shapeOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  const def = definitionOf(schema);
  return def.type === "object" ? def.shape : undefined;
}

/** The schemas that one key or index below `schema` may have; `open` where any key is allowed. */
function below(schema: Schema, key: PropertyKey): { readonly schemas: readonly Schema[]; readonly open: boolean } {
  const def = definitionOf(schema);
  switch (def.type) {
    case "object": {
      const child = Object.hasOwn(def.shape, key) ? def.shape[String(key)] : undefined;
      if (child !== undefined) return { schemas: unwrap(child), open: false };
      return { schemas: [], open: def.catchall !== undefined && isOpen(def.catchall) };
    }
    case "record":
      return { schemas: unwrap(def.valueType), open: false };
    case "array":
      return { schemas: unwrap(def.element), open: false };
    case "unknown":
    case "any":
      return { schemas: [], open: true };
    default:
      return { schemas: [], open: false };
  }
}

function isOpen(schema: Schema): boolean {
  return definitionOf(schema).type !== "never";
}

/** Names of the keys that may stand at `path`; empty for free-form maps and scalars. */
export function keysAt(schema: Schema, path: KeyPath): readonly string[] {
  let schemas = unwrap(schema);
  for (const key of path) schemas = schemas.flatMap((item) => below(item, key).schemas);
  return [...new Set(schemas.flatMap((item) => Object.keys(shapeOf(item) ?? {})))];
}

/** Whether the schema has a place for a value at `path`. */
export function isKnownPath(schema: Schema, path: KeyPath): boolean {
  let schemas = unwrap(schema);
  for (const key of path) {
    const steps = schemas.map((item) => below(item, key));
    if (steps.some((step) => step.open)) return true;
    schemas = steps.flatMap((step) => step.schemas);
    if (schemas.length === 0) return false;
  }
  return true;
}

/** The kinds of value that may stand at `path`, as zod names them: `string`, `boolean`, `number`, `enum`, … */
export function kindsAt(schema: Schema, path: KeyPath): ReadonlySet<string> {
  let schemas = unwrap(schema);
  for (const key of path) schemas = schemas.flatMap((item) => below(item, key).schemas);
  return new Set(schemas.map((item) => definitionOf(item).type));
}

/** All paths of named keys in the schema, sections before their keys. */
export function allPaths(schema: Schema): readonly (readonly string[])[] {
  const paths: string[][] = [];
  const visit = (schemas: readonly Schema[], path: readonly string[]): void => {
    if (path.length >= DEEPEST) return;
    for (const item of schemas) {
      for (const [key, child] of Object.entries(shapeOf(item) ?? {})) {
        paths.push([...path, key]);
        visit(unwrap(child), [...path, key]);
      }
    }
  };
  visit(unwrap(schema), []);
  return paths;
}
