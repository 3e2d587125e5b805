import { z } from "zod";

import { configFileSchema } from "./config-schema.ts";

/**
 * JSON Schema (draft 2020-12) of a YAML file as it is written, for editors: keys with a default may be absent, and a
 * null block means its default.
 */
export function jsonSchemaOf(
  schema: z.core.$ZodType,
  title: string,
  options: { readonly references?: boolean } = {},
): Readonly<Record<string, unknown>> {
  const generated = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const alternatives = options.references === true ? [reference, absent] : [absent];
  return { title, ...(withAlternatives(generated, alternatives) as Readonly<Record<string, unknown>>) };
}

/** In a config file any value may be a `${…}` reference. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  return jsonSchemaOf(configFileSchema, "mlops configuration", { references: true });
}

const absent = { type: "null" };
const reference = { type: "string", pattern: "\\$\\{" };

type Alternative = typeof absent | typeof reference;

/** Every key that may be absent may also be one of the alternatives. */
function withAlternatives(node: unknown, alternatives: readonly Alternative[]): unknown {
  if (Array.isArray(node)) return node.map((item) => withAlternatives(item, alternatives));
  if (!isMap(node)) return node;
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, withAlternatives(value, alternatives)]),
  );
  if (!isMap(copy.properties)) return copy;
  const required = Array.isArray(copy.required) ? copy.required : [];
  const properties = Object.entries(copy.properties).map(([key, property]) => [
    key,
    required.includes(key) ? property : widened(property, alternatives),
  ]);
  return { ...copy, properties: Object.fromEntries(properties) as unknown };
}

function widened(property: unknown, alternatives: readonly Alternative[]): unknown {
  if (!isMap(property)) return property;
  const { description, default: fallback, ...rest } = property;
  const branches = Array.isArray(rest.anyOf) && Object.keys(rest).length === 1 ? (rest.anyOf as unknown[]) : [rest];
  const isText = rest.type === "string" && Object.keys(rest).every((key) => key === "type" || key === "minLength");
  const added = isText ? alternatives.filter((alternative) => alternative !== reference) : alternatives;
  return {
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
    anyOf: [...branches, ...added],
  };
}

function isMap(node: unknown): node is Readonly<Record<string, unknown>> {
  return node !== null && typeof node === "object" && !Array.isArray(node);
}
