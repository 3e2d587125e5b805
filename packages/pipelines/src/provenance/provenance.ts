import { z } from "zod";

const blob = z.strictObject({ digest: z.string(), size: z.int(), mediaType: z.string() });

/** What a run was made with: versions, and the texts that it was made from as blobs. Plain data, part of a run's input. */
export const provenanceSchema = z.strictObject({
  /** `mlops`, `node`, `platform`, `onnxruntime-node`, … */
  versions: z.record(z.string(), z.string()),
  snapshots: z.strictObject({
    /** The recipe as it ran, in YAML: as the file has it, or with the values that flags set. */
    recipe: blob,
    /** The merged configuration in JSON, secrets redacted. */
    config: blob,
    /** The versions above, in JSON. */
    requirements: blob.exactOptional(),
    /** The project's lockfile. */
    lockfile: blob.exactOptional(),
    /** The SELECT that the rows came from. */
    query: blob.exactOptional(),
  }),
  /** Where the recipe lies, relative to the project root: code that it names is relative to it. */
  recipeFile: z.string(),
  lockfileName: z.string().exactOptional(),
});

export type Provenance = z.infer<typeof provenanceSchema>;
export type SnapshotName = keyof Provenance["snapshots"];

/** The files under which trackers and folders keep the snapshots. */
export function snapshotFiles({
  snapshots,
  lockfileName,
}: Provenance): Readonly<Partial<Record<SnapshotName, string>>> {
  return {
    recipe: "recipe_snapshot.yaml",
    config: "config_snapshot.json",
    ...(snapshots.requirements && { requirements: "requirements.json" }),
    ...(snapshots.lockfile && { lockfile: lockfileName ?? "lockfile" }),
    ...(snapshots.query && { query: "source_query.sql" }),
  };
}
