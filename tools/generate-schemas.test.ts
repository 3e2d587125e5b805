import { expect, test } from "vitest";

import { configSchemaFile, expectationsSchemaFile, recipeSchemaFile } from "./generate-schemas.ts";
import { isFresh } from "./generated-file.ts";

test.each([configSchemaFile, expectationsSchemaFile, recipeSchemaFile])(
  "$path is what node tools/generate-schemas.ts writes",
  async (file) => {
    expect(await isFresh(file)).toBe(true);
  },
);
