import { fileFormats, textEncodings } from "@mlops/adapters";
import { jsonSchemaOf } from "@mlops/config";
import { z } from "zod";

import { checkSchema } from "../expectation/common-options.ts";
import { expectationCatalogue } from "../expectations/catalogue.ts";

export const EXPECTATIONS_SCHEMA_VERSION = 1;

/** One check of a kind, or several with different options: a narrow range that warns, a wide one that fails. */
function oneOrMany(schema: z.ZodType): z.ZodType {
  return z.union([schema, z.array(schema).min(1)]).optional();
}

function checksOf(scope: "column" | "table"): Record<string, z.ZodType> {
  const expectations = expectationCatalogue.filter((each) => each.scope === scope);
  return Object.fromEntries(
    expectations.map((each) => [each.name, oneOrMany(checkSchema(each)).describe(each.summary)]),
  );
}

const columnSchema = z.strictObject({
  description: z.string().optional(),
  optional: z.boolean().default(false).describe("The column may be absent; its checks are then not judged."),
  ...checksOf("column"),
});

const readSchema = z
  .strictObject({
    format: z.enum(fileFormats).optional().describe("Default: by the file's ending."),
    encoding: z.enum(textEncodings).optional(),
    delimiter: z.string().length(1).optional(),
    null_values: z
      .array(z.string())
      .optional()
      .describe("Texts that mean null; default the empty text and NA for CSV."),
  })
  .describe("How the data file is read.");

/** An expectation suite as it is written. */
export const suiteSchema = z.strictObject({
  schema_version: z.literal(EXPECTATIONS_SCHEMA_VERSION).optional(),
  name: z.string().min(1).optional().describe("Default: the file's stem."),
  description: z.string().optional(),
  read: readSchema.optional(),
  columns: z
    .record(z.string(), columnSchema)
    .optional()
    .describe("Checks by column. A column that is named has to exist."),
  ...checksOf("table"),
});

export function expectationsJsonSchema(): Readonly<Record<string, unknown>> {
  return jsonSchemaOf(suiteSchema, "mlops expectations");
}
