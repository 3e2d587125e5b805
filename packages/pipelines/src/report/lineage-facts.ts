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
