import { MlopsError, type Store } from "@mlops/core";
import type { ModelVersion } from "@mlops/store";
import { z } from "zod";

import { customStepLoader } from "../custom-steps/custom-step-loader.ts";
import { customStepSchema } from "../custom-steps/custom-step-plan.ts";
import type { FittedTable } from "./fit-table.ts";
import { openFitted } from "./fitted-blobs.ts";

const blob = z.object({ digest: z.string(), size: z.number(), mediaType: z.string() });

/** What training on a table leaves in the registry. */
const tableAttributes = z.object({
  kind: z.literal("table"),
  state: blob,
  blocks: z.array(blob),
  customSteps: z.array(customStepSchema).exactOptional(),
});

/**
 * The fitted model of a registered version, steps of the project's own included, whose code has to be what it was.
 *
 * @throws MlopsError MODEL_NOT_FOUND for a model of no table, EXTENSION_…, STORE_…, MODEL_STATE_DAMAGED
 */
export async function openRegisteredTable(
  store: Store,
  { name, version, attributes }: Pick<ModelVersion, "name" | "version" | "attributes">,
): Promise<FittedTable> {
  const parsed = tableAttributes.safeParse(attributes);
  if (!parsed.success) {
    throw new MlopsError(
      "MODEL_NOT_FOUND",
      `The model ${name}/${version} was not trained on a table: it has no steps.`,
    );
  }
  const { customSteps, state, blocks } = parsed.data;
  return openFitted(store, { state, blocks }, customStepLoader(customSteps));
}
