import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import type { BlobReference, Store } from "@mlops/core";
import { onnxRuntimeVersion } from "@mlops/models";
import { stringify } from "yaml";

import type { LoadedRecipe } from "../recipe/recipe-file.ts";
import type { Provenance } from "./provenance.ts";

export interface ProvenanceRequest {
  readonly recipe: LoadedRecipe;
  /** Whether flags set values of the recipe: the file's text then is not what runs. */
  readonly changed: boolean;
  /** The merged configuration without secrets. */
  readonly config: unknown;
  readonly projectRoot: string;
  readonly productVersion: string;
  /** The SELECT that the rows come from. */
  readonly query?: string;
  /** Whether requirements and lockfile are kept too. */
  readonly requirements: boolean;
}

/** In the order in which package managers look; the first that is there counts. */
const lockfiles = ["pnpm-lock.yaml", "package-lock.json", "yarn.lock", "bun.lock"] as const;
/** Larger ones are no lockfile of one project. */
const LARGEST_LOCKFILE = 32 * 2 ** 20;

/** Stores what a run is about to be made from. Equal texts are one blob, however many runs they serve. */
export async function captureProvenance(store: Store, request: ProvenanceRequest): Promise<Provenance> {
  const { recipe, changed, config, projectRoot, productVersion, query, requirements } = request;
  const versions = await currentVersions(productVersion);
  const put = async (text: string, mediaType: string): Promise<BlobReference> => {
    const { digest, size } = await store.blobs.put(new TextEncoder().encode(text), { mediaType });
    return { digest, size, mediaType };
  };
  const recipeText = changed ? stringify(recipe.written) : recipe.text;
  const lockfile = requirements ? await findLockfile(projectRoot) : undefined;
  return {
    versions,
    snapshots: {
      recipe: await put(recipeText, "application/yaml"),
      config: await put(`${JSON.stringify(config, null, 2)}\n`, "application/json"),
      ...(requirements && { requirements: await put(`${JSON.stringify(versions, null, 2)}\n`, "application/json") }),
      ...(lockfile && { lockfile: await put(lockfile.text, "text/plain") }),
      ...(query !== undefined && { query: await put(query, "application/sql") }),
    },
    recipeFile: recipe.file,
    ...(lockfile && { lockfileName: lockfile.name }),
  };
}

/** What this process would make a model with. */
export async function currentVersions(productVersion: string): Promise<Record<string, string>> {
  return {
    mlops: productVersion,
    node: process.versions.node,
    "onnxruntime-node": await onnxRuntimeVersion(),
    platform: `${process.platform}-${process.arch}`,
  };
}

async function findLockfile(root: string): Promise<{ readonly name: string; readonly text: string } | undefined> {
  for (const name of lockfiles) {
    const path = join(root, name);
    const facts = await stat(path).catch(() => undefined);
    if (facts?.isFile() === true && facts.size <= LARGEST_LOCKFILE) return { name, text: await readFile(path, "utf8") };
  }
  return undefined;
}
