import { configJsonSchema } from "../packages/config/src/index.ts";
import { expectationsJsonSchema } from "../packages/data-validation/src/index.ts";
import { recipeJsonSchema } from "../packages/pipelines/src/recipe/recipe-schema.ts";
import { type GeneratedFile, generatedFile, runGenerator } from "./generated-file.ts";

function schemaFile(name: string, schema: () => Readonly<Record<string, unknown>>): GeneratedFile {
  return generatedFile(`docs/schemas/${name}.schema.json`, () =>
    Promise.resolve(`${JSON.stringify(schema(), null, 2)}\n`),
  );
}

/** What editors read by the `# yaml-language-server: $schema=` line of the YAML files. */
export const configSchemaFile = schemaFile("config", configJsonSchema);
export const expectationsSchemaFile = schemaFile("expectations", expectationsJsonSchema);
export const recipeSchemaFile = schemaFile("recipe", recipeJsonSchema);

await runGenerator(import.meta.url, configSchemaFile);
await runGenerator(import.meta.url, expectationsSchemaFile);
await runGenerator(import.meta.url, recipeSchemaFile);
