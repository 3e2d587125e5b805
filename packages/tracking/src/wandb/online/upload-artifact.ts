import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { base64Md5 } from "../offline/artifact-identity.ts";
import type { ArtifactRecord } from "../records/record.ts";
import { answerOf, artifactAnswer, artifactFilesAnswer, manifestAnswer } from "./answers.ts";
import { COMMIT_ARTIFACT, CREATE_ARTIFACT, CREATE_ARTIFACT_FILES, CREATE_MANIFEST } from "./queries.ts";
import type { WandbApi } from "./wandb-api.ts";

export interface ArtifactPlace {
  readonly entity: string;
  readonly project: string;
  readonly runId: string;
  /** The run's folder: where its files lie also after it was moved. */
  readonly folder: string;
}

type Entry = NonNullable<NonNullable<ArtifactRecord["manifest"]>["contents"]>[number];

/** A file of the run that is not there any more: what names it cannot be completed. */
export class MissingFile extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`the file ${path} is missing`);
    this.name = "MissingFile";
    this.path = path;
  }
}

/**
 * Uploads an artifact with all its files and commits it. One that the server has already, by its digest, is done.
 *
 * @throws ApiError, MissingFile before anything is created
 */
export async function uploadArtifact(api: WandbApi, artifact: ArtifactRecord, place: ArtifactPlace): Promise<void> {
  const entries = (artifact.manifest?.contents ?? []).map((entry) => ({
    entry,
    bytes: contentOf(entry, place.folder),
  }));
  const created = answerOf(
    artifactAnswer,
    await api.graphql("CreateArtifact", CREATE_ARTIFACT, { input: artifactInput(artifact, place) }),
    "CreateArtifact",
  ).createArtifact.artifact;
  if (created.state === "COMMITTED") return;

  const manifestOf = async (digest: string, includeUpload: boolean) => {
    const { entity, project, runId } = place;
    const variables = {
      artifactID: created.id,
      name: "wandb_manifest.json",
      digest,
      entityName: entity,
      projectName: project,
      runName: runId,
      manifestType: "FULL",
      includeUpload,
    };
    const data = await api.graphql("CreateArtifactManifest", CREATE_MANIFEST, variables);
    return answerOf(manifestAnswer, data, "CreateArtifactManifest").createArtifactManifest.artifactManifest;
  };

  const draft = await manifestOf("", false);
  await uploadEntries(api, entries, created.id, draft.id);
  const manifest = Buffer.from(
    JSON.stringify(
      manifestContent(
        entries.map(({ entry }) => entry),
        created.id,
      ),
    ),
  );
  const { file } = await manifestOf(base64Md5(manifest), true);
  if (file.uploadUrl) await api.upload(file.uploadUrl, file.uploadHeaders ?? [], manifest);
  await api.graphql("CommitArtifact", COMMIT_ARTIFACT, { artifactID: created.id });
}

async function uploadEntries(
  api: WandbApi,
  entries: readonly { readonly entry: Entry; readonly bytes: Buffer | undefined }[],
  artifactID: string,
  artifactManifestID: string,
): Promise<void> {
  const files = entries.filter(({ bytes }) => bytes !== undefined);
  if (files.length === 0) return;
  const artifactFiles = files.map(({ entry }) => ({
    artifactID,
    artifactManifestID,
    name: entry.path ?? "",
    md5: entry.digest ?? "",
  }));
  const data = await api.graphql("CreateArtifactFiles", CREATE_ARTIFACT_FILES, {
    input: { artifactFiles, storageLayout: "V2" },
  });
  const { edges } = answerOf(artifactFilesAnswer, data, "CreateArtifactFiles").createArtifactFiles.files;
  for (const [index, { bytes }] of files.entries()) {
    const node = edges[index]?.node;
    // No address: the server has this content.
    if (node?.uploadUrl && bytes) await api.upload(node.uploadUrl, node.uploadHeaders ?? [], bytes);
  }
}

function artifactInput(artifact: ArtifactRecord, { entity, project, runId }: ArtifactPlace): Record<string, unknown> {
  const {
    name = "",
    type,
    digest,
    aliases = [],
    tags = [],
    description,
    metadata,
    clientId,
    sequenceClientId,
  } = artifact;
  return {
    entityName: entity,
    projectName: project,
    runName: runId,
    artifactTypeName: type,
    artifactCollectionName: name,
    digest,
    digestAlgorithm: "MANIFEST_MD5",
    aliases: aliases.map((alias) => ({ artifactCollectionName: name, alias })),
    ...(tags.length > 0 && { tags: tags.map((tagName) => ({ tagName })) }),
    description: description || null,
    metadata: metadata || null,
    clientID: clientId,
    sequenceClientID: sequenceClientId,
    enableDigestDeduplication: true,
  };
}

/** Without the paths of this machine, which the official client tells. */
function manifestContent(entries: readonly Entry[], birthArtifactID: string): unknown {
  const contents = entries.map(({ path = "", digest, size, reference }) => [
    path,
    { digest, size, birthArtifactID, ...(reference !== undefined && { ref: reference }) },
  ]);
  return {
    version: 1,
    storagePolicy: "wandb-storage-policy-v1",
    storagePolicyConfig: { storageLayout: "V2" },
    contents: Object.fromEntries(contents) as unknown,
  };
}

/** Undefined for a reference, which has no content here. @throws MissingFile */
function contentOf({ localPath = "", reference }: Entry, folder: string): Buffer | undefined {
  if (reference !== undefined && localPath === "") return undefined;
  const moved = join(folder, "tmp", "staging", basename(localPath));
  const path = existsSync(localPath) ? localPath : moved;
  if (!existsSync(path)) throw new MissingFile(localPath);
  return readFileSync(path);
}
