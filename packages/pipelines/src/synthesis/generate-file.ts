import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";

import { formatOf, writeTable } from "@mlops/adapters";
import { type Instant, type JsonObject, MlopsError, type Store } from "@mlops/core";
import { type DrawOptions, drawRows, type Synthesizer } from "@mlops/data-generation";

import { type RawDataDocument, rawDataCollection } from "./raw-data.ts";
import { writeWholeFile } from "./write-whole-file.ts";

export interface GenerationRequest {
  readonly synthesizer: Synthesizer;
  readonly rows: number;
  readonly seed: number;
  /** Absolute; its ending says the format. Its folder exists. */
  readonly path: string;
  readonly signal?: AbortSignal;
  /** Rows that were drawn so far. */
  readonly onProgress?: (rows: number) => void;
  /** Draws chunks elsewhere, several at once; absent: here, one by one. */
  readonly drawing?: Required<Pick<DrawOptions, "draw" | "ahead">>;
}

/** Where generated rows come from: what a reader of the file must know. */
export interface Origin {
  readonly synthetic: true;
  readonly synthesizer: JsonObject & { readonly name: string };
  readonly seed: number;
  readonly rows: number;
  readonly columns: readonly string[];
  /** SHA-256 of the file. */
  readonly digest: string;
}

export interface GeneratedFile extends Origin {
  readonly path: string;
  /** `<path>.origin.json`, which says the same as this. */
  readonly originPath: string;
  readonly mediaType: string;
}

const mediaTypes = {
  csv: "text/csv",
  parquet: "application/vnd.apache.parquet",
  json: "application/json",
  ndjson: "application/x-ndjson",
} as const;

/**
 * Draws rows into a file, by chunk, and says beside it where they come from. The file is whole or not there.
 *
 * @throws MlopsError FILE_FORMAT_UNKNOWN, PERMISSION_DENIED, SYNTHESIS_…, CANCELLED
 */
export async function generateFile(request: GenerationRequest): Promise<GeneratedFile> {
  const { synthesizer, rows, seed, path, signal, onProgress, drawing } = request;
  const format = formatOf(path);
  const source = { name: synthesizer.name, ...synthesizer.lineage };
  const label = { synthetic: "true", synthesizer: JSON.stringify(source), seed: String(seed) };
  const drawn = drawRows(synthesizer, {
    rows,
    seed,
    ...(signal !== undefined && { signal }),
    ...(onProgress !== undefined && { onProgress }),
    ...drawing,
  });
  await writeTable(path, drawn, { metadata: label, ...(signal !== undefined && { signal }) });
  const origin: Origin = {
    synthetic: true,
    synthesizer: source,
    seed,
    rows,
    columns: synthesizer.schema.map(({ name }) => name),
    digest: await digestOf(path),
  };
  const originPath = `${path}.origin.json`;
  await writeWholeFile(originPath, `${JSON.stringify({ format: "mlops-origin/1", ...origin }, null, 2)}\n`);
  return { ...origin, path, originPath, mediaType: mediaTypes[format] };
}

/** Keeps the bytes of a generated file as a blob, named in `raw_data`; twice the same is kept once. */
export async function keepRawData(
  store: Store,
  file: GeneratedFile,
  createdAt: Instant,
  signal?: AbortSignal,
): Promise<RawDataDocument> {
  const { digest, size } = await store.blobs.put(createReadStream(file.path), {
    mediaType: file.mediaType,
    ...(signal !== undefined && { signal }),
  });
  if (digest !== file.digest) {
    throw new MlopsError("FILE_DAMAGED", `${file.path} was changed by another process while it was stored.`);
  }
  const filename = basename(file.path);
  const { document } = await store.collection<RawDataDocument>(rawDataCollection).insertOnce({
    _id: `${filename}:${digest}`,
    type: "raw_data",
    dataset: filename.replace(/\.[^.]*$/, ""),
    filename,
    digest,
    size,
    media_type: file.mediaType,
    rows: file.rows,
    columns: file.columns,
    synthetic: file.synthetic,
    synthesizer: file.synthesizer,
    seed: file.seed,
    created_at: createdAt,
  });
  return document;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
