import { z } from "zod";

import { configFileSchema } from "./config-schema.ts";

/**
 * JSON Schema (draft 2020-12) of a YAML file as it is written, for editors: keys with a default may be absent, and a
 * null block means its default.
 */
export function jsonSchemaOf(schema: z.core.$ZodType, title: string): Readonly<Record<string, unknown>> {
  const generated = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => allowNull(jsonSchema),
  });
  return { title, ...generated };
}

export function configJsonSchema(): Readonly<Record<string, unknown>> {
  return jsonSchemaOf(configFileSchema, "mlops configuration");
}

function allowNull(node: z.core.JSONSchema.BaseSchema): void {
  if (node.properties === undefined) return;
  const required = new Set(node.required ?? []);
  node.properties = Object.fromEntries(
    Object.entries(node.properties).map(([key, property]) => [
      key,
      required.has(key) ? property : { anyOf: [property, { type: "null" as const }] },
    ]),
  );
}
