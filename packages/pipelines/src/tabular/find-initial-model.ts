import { type Clock, MlopsError, type Store } from "@mlops/core";
import { modelRegistry, resolveModel } from "@mlops/store";

import { type InitialModel, initialModelSchema } from "./table-plan.ts";

/**
 * The registered version that a recipe's `model.initial_model` stands for now.
 *
 * @throws MlopsError MODEL_NOT_FOUND, MODEL_URI_INVALID; MODEL_UNSUPPORTED for a model that was not trained on a table here
 */
export async function findInitialModel(store: Store, clock: Clock, uri: string, folder: string): Promise<InitialModel> {
  const resolved = await resolveModel(modelRegistry(store, clock), uri, folder);
  if (resolved.kind === "file") {
    throw new MlopsError("MODEL_UNSUPPORTED", `${uri} is a file: training goes on from registered models only.`, {
      hint: "Name a version or alias: models:/NAME/3, models:/NAME@champion.",
    });
  }
  const { state, blocks } = resolved.version.attributes ?? {};
  const found = initialModelSchema.safeParse({ uri: resolved.uri, state, blocks });
  if (found.success) return found.data;
  throw new MlopsError(
    "MODEL_UNSUPPORTED",
    `${resolved.uri} was not trained on a table: there is nothing to go on from.`,
  );
}
