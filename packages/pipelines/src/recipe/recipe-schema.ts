import { jsonSchemaOf } from "@mlops/config";
import { z } from "zod";

import { layoutV1Schema } from "./schema/layout-v1.ts";
import { layoutV15Schema } from "./schema/layout-v15.ts";

/**
 * Both layouts in one schema, for editors. Loading picks the layout first and judges by that one alone, so that problems
 * are named against what was meant.
 */
export const recipeSchema = z.union([layoutV15Schema, layoutV1Schema]);

export function recipeJsonSchema(): Readonly<Record<string, unknown>> {
  return jsonSchemaOf(recipeSchema, "mlops recipe");
}
