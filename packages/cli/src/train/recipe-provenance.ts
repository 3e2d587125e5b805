import { captureProvenance, type LoadedRecipe, type Provenance } from "@mlops/pipelines";

import type { Services } from "../compose.ts";
import type { TrainValues } from "../options/train-options.ts";
import { packageVersion } from "../version.ts";

/** Stores what a training is about to be made from: recipe, configuration, versions, lockfile and query. */
export async function recipeProvenance(
  services: Services,
  loaded: LoadedRecipe,
  { changed, recordReqs = true }: Pick<TrainValues, "recordReqs"> & { readonly changed: boolean },
  query?: string,
): Promise<Provenance> {
  const configuration = await services.configuration();
  return captureProvenance(await services.store(), {
    recipe: loaded,
    changed,
    config: configuration.redacted(),
    projectRoot: configuration.projectRoot,
    productVersion: packageVersion(),
    requirements: recordReqs,
    ...(query !== undefined && { query }),
  });
}
