import type { Store } from "@mlops/core";
import type { LineageFacts } from "@mlops/reporting";

import type { Provenance } from "../provenance/provenance.ts";

export interface Lineage {
  readonly runId: string;
  readonly seed: number;
  readonly recipeDigest: string;
  readonly provenance?: Provenance;
  /** The recipe as it ran. */
  readonly recipeText?: string;
}

/** Reads the recipe's snapshot, where there is one. @throws MlopsError STORE_BLOB_NOT_FOUND, STORE_BLOB_DAMAGED */
export async function lineageOf(store: Store, run: Omit<Lineage, "recipeText">): Promise<Lineage> {
  if (!run.provenance) return run;
  const { digest } = run.provenance.snapshots.recipe;
  return { ...run, recipeText: new TextDecoder().decode(await store.blobs.read(digest)) };
}

/** What is needed to run it again. */
export function lineageFacts({ seed, recipeDigest, provenance, recipeText }: Lineage): LineageFacts {
  const { config, lockfile, requirements } = provenance?.snapshots ?? {};
  return {
    recipeDigest,
    seed,
    versions: provenance?.versions ?? { node: process.versions.node },
    ...(config && { configDigest: config.digest }),
    ...(lockfile && { lockfileDigest: lockfile.digest }),
    ...(requirements && { requirementsDigest: requirements.digest }),
    ...(recipeText !== undefined && { recipe: recipeText }),
  };
}
