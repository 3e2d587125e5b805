import { z } from "zod";

import { configFileSchema } from "./config-schema.ts";

/**
 * JSON Schema (draft 2020-12) of a YAML file as it is written, for editors: keys with a default may be absent, and a
 * null block means its default.
 */
export function jsonSchemaOf(schema: z.core.$ZodType, title: string): Readonly<Record<string, unknown>> {
  const generated = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return { title, ...(withNulls(generated) as Readonly<Record<string, unknown>>) };
}

export function configJsonSchema(): Readonly<Record<string, unknown>> {
  return jsonSchemaOf(configFileSchema, "mlops configuration");
}

/** Every key that may be absent may also be null. */
function withNulls(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withNulls);
  if (!isMap(node)) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withNulls(value)]));
  if (!isMap(copy.properties)) return copy;
  const required = Array.isArray(copy.required) ? copy.required : [];
  const properties = Object.entries(copy.properties).map(([key, property]) => [
    key,
    required.includes(key) ? property : orNull(property),
  ]);
  return { ...copy, properties: Object.fromEntries(properties) as unknown };
}

function orNull(property: unknown): unknown {
  if (!isMap(property)) return property;
  if (Array.isArray(property.anyOf)) return { ...property, anyOf: [...property.anyOf, { type: "null" }] };
  if (typeof property.type !== "string") return { anyOf: [property, { type: "null" }] };
  const type = [property.type, "null"];
  return Array.isArray(property.enum) ? { ...property, type, enum: [...property.enum, null] } : { ...property, type };
}

function isMap(node: unknown): node is Readonly<Record<string, unknown>> {
  return node !== null && typeof node === "object" && !Array.isArray(node);
}
